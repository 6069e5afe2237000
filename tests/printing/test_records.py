"""Prints of real records through the registry: what stands in them, and what a reader may not learn from them."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from qms.accounts.models import Grant, User
from qms.accounts.people import new_unit
from qms.registers import registry
from qms.registers.prints import body_pdf, list_pdf, record_pdf
from tests.printing import pdfs

AT = datetime.datetime(2026, 1, 31, 9, 0, tzinfo=datetime.UTC)
LATER = AT + datetime.timedelta(days=3)
VALUES = {
    "title": "Training of models",
    "purpose": "Models that do **what was agreed**.\n\n* in time\n* <script>alert(1)</script>",
    "importance": "high",
    "inputs": ["agreed requirements", "名前 of the data set"],
    "outputs": ["trained model"],
}


@pytest.fixture(autouse=True)
def own_data(tmp_path: Any, settings: Any) -> None:
    settings.QMS_DATA = tmp_path


@pytest.fixture
def people(db: None) -> SimpleNamespace:
    here, there = new_unit(code="HQ", name="Head office"), new_unit(code="LAB", name="Laboratory")

    def person(username: str, name: str, role: str, unit: Any) -> User:
        first, _, last = name.partition(" ")
        user = User.objects.create(
            username=username, email=f"{username}@example.org", unit=unit, first_name=first, last_name=last
        )
        Grant.objects.create(user=user, role=role, unit=unit, granted_by="test", granted_at=AT)
        return user

    return SimpleNamespace(
        here=here,
        there=there,
        quality=person("quality", "Łukasz Wójcik", "quality_manager", here),
        reader=person("reader", "太郎 名前", "reader", here),
        elsewhere=person("elsewhere", "Maren Holt", "quality_manager", there),
    )


@pytest.fixture
def process(people: SimpleNamespace) -> Any:
    processes = registry["processes"]
    made = processes.create(actor=people.quality, at=AT, owner=people.quality, unit=people.here, **VALUES)
    return processes.get(made.number, people.quality)


def edited(record: Any, actor: Any, at: datetime.datetime = LATER, **changes: Any) -> Any:
    reason = "The wording was not clear."
    registry["processes"].edit(record, rev=record.rev, actor=actor, at=at, reason=reason, **changes)
    return registry["processes"].get(record.number, actor)


@pytest.mark.requirement("A11-8")
def test_print_says_whether_data_changed_since_first_entry_even_if_changed_back(
    process: Any, people: SimpleNamespace
) -> None:
    assert "Data changed since first entry: no" in pdfs.text(body_pdf(process, actor=people.quality))
    changed = edited(process, people.quality, importance="low")
    assert "Data changed since first entry: yes" in pdfs.text(body_pdf(changed, actor=people.quality))
    back = edited(changed, people.quality, importance="high")
    assert "Data changed since first entry: yes" in pdfs.text(body_pdf(back, actor=people.quality))


def test_print_of_a_record_shows_content_in_words_history_and_whose_copy_it_is(
    process: Any, people: SimpleNamespace
) -> None:
    changed = edited(process, people.quality, purpose="Models that do what was agreed and written down.")
    registry["processes"].attach(
        changed, name="plan.txt", data=b"the plan", rev=changed.rev, actor=people.quality, at=LATER
    )
    record = registry["processes"].get(process.number, people.quality)
    pdf = record_pdf(record, actor=people.reader, at=LATER)
    text = pdfs.text(pdf)
    for expected in (
        f"{process.number} Training of models",
        "Owner Łukasz Wójcik",
        "Unit Head office",
        "Importance High",
        "名前 of the data set",
        "plan.txt",
        "31 Jan 2026 09:00 UTC, Łukasz Wójcik",
        "Edited The wording was not clear.",
        "File added",
        "agreed and written down",
        "Uncontrolled copy",
        "on 3 Feb 2026 09:00 UTC",
        "As it stands on 3 Feb 2026 09:00 UTC",
    ):
        assert expected in text, text
    assert text.count("File – → plan.txt") == 1
    assert pdfs.opened(pdf).metadata.title == f"{process.number} Training of models"  # type: ignore[union-attr]
    assert pdfs.unembedded_fonts(pdf) == []


def test_fields_without_a_value_are_named_in_one_line(process: Any, people: SimpleNamespace) -> None:
    record = edited(process, people.quality, outputs=[])
    text = pdfs.text(body_pdf(record, actor=people.quality))
    assert "名前 of the data set Not filled in: Outputs" in text
    assert "Not filled in Requirements Clauses" in text


def test_markdown_is_set_and_markup_stays_text(process: Any, people: SimpleNamespace) -> None:
    text = pdfs.text(body_pdf(process, actor=people.quality))
    assert "Models that do what was agreed. • in time • <script>alert(1)</script>" in text


def test_body_is_the_same_for_every_reader_and_printed_once(
    process: Any, people: SimpleNamespace, tmp_path: Any
) -> None:
    first = body_pdf(process, actor=people.quality)
    assert body_pdf(process, actor=people.reader) == first
    record_pdf(process, actor=people.reader, at=LATER)
    assert len(list(tmp_path.rglob("*.pdf"))) == 1


def test_linked_records_that_the_reader_may_not_see_are_in_no_byte_of_his_print(
    process: Any, people: SimpleNamespace
) -> None:
    processes = registry["processes"]
    made = processes.create(
        actor=people.elsewhere, at=AT, owner=people.elsewhere, unit=people.there, **{**VALUES, "title": "Confidential"}
    )
    other = processes.get(made.number, people.elsewhere)
    processes.link(other, kind="concerns", target=process.number, rev=other.rev, actor=people.elsewhere, at=LATER)
    process = processes.get(process.number, people.quality)
    seen = record_pdf(process, actor=people.elsewhere, at=LATER)
    assert "Confidential" in pdfs.text(seen)
    _only_named(other)
    hidden = pdfs.all_bytes(record_pdf(process, actor=people.reader, at=LATER))
    assert other.number not in pdfs.text(record_pdf(process, actor=people.reader, at=LATER))
    assert other.number.encode() not in hidden


def _only_named(record: Any) -> None:
    """Seen by owner and involved people only; written past the door, because no edit sets the audience."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("records_entry", record._meta.db_table):
            key = "id" if table == "records_entry" else "entry_id"
            cursor.execute(f"UPDATE {table} SET audience = 'named' WHERE {key} = %s", [record.pk])


def test_list_prints_the_columns_shown_and_says_what_it_leaves_out(process: Any, people: SimpleNamespace) -> None:
    pdf = list_pdf(
        registry["processes"],
        rows=[process],
        columns=[
            ("number", "Number"),
            ("title", "Title"),
            ("state", "State"),
            ("owner", "Owner"),
            ("importance", "Importance"),
        ],
        total=2001,
        actor=people.reader,
        at=LATER,
        query="phase=open",
        filters=[("Phase", "Open")],
    )
    text = pdfs.text(pdf)
    for expected in (
        process.number,
        "Draft",
        "Łukasz Wójcik",
        "High",
        "2000 further rows are not printed",
        "Phase Open",
    ):
        assert expected in text
    assert "/processes/?phase=open&format=csv" in text
