"""An edition change: what it would touch, what it changes, and that it changes nothing twice."""

import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qms.accounts.models import Grant
from qms.lib.errors import Forbidden, Invalid
from qms.links.models import Link
from qms.records.models import LedgerRow
from qms.registers import registry
from standards.models import MappingSet
from standards.succession.carry import carry_forward
from standards.succession.survey import Ways, survey
from tests.processes.made import AT, VALUES, some_people
from tests.standards.successor import only_this, successor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("Q9-01")]
LATER = AT + datetime.timedelta(days=300)
REASON = "ISO 9001:2026 replaces the edition of 2015."
NEW = "iso-9001-2026"


@pytest.fixture
def people() -> SimpleNamespace:
    """A quality manager, the owner of processes, and others."""
    return some_people()


@pytest.fixture
def mapping(tmp_path: Path) -> Any:
    """From 2015 to its successor."""
    only_this()
    return successor(tmp_path)


def process(people: SimpleNamespace, *refs: str, **values: Any) -> Any:
    """A process of the owner that names clauses of the old edition."""
    clauses = [f"iso9001-2015:{ref}" for ref in refs]
    given = {**VALUES, "owner": people.owner, "clauses": clauses, **values}
    return registry["processes"].create(actor=people.quality, at=AT, **given)


def clauses(record: Any, people: SimpleNamespace) -> list[str]:
    return list(registry["processes"].get(record.number, people.quality).clauses)


def carried(mapping: Any, people: SimpleNamespace) -> Any:
    return carry_forward(mapping, actor=people.quality, at=LATER, reason=REASON)


def test_the_survey_counts_records_and_says_where_clauses_lead(people: SimpleNamespace, mapping: Any) -> None:
    process(people, "8.5.1")
    process(people, "8.5.1.c", "9.2.1")
    process(people, "4.1")
    found = survey(mapping, people.quality)
    row = next(a for a in found.registers if a.register.key == "processes")
    assert (row.open, row.waiting, row.closed) == (3, 2, 0)
    ways = {c.requirement.ref: ([(w.relation, w.target.ref) for w in c.ways], c.look) for c in found.clauses}
    assert ways == {
        "4.1": ([], True), "8.5.1": ([("equal", "8.5.1")], False), "8.5.1.c": ([("intersects", "8.5.7")], True),
        "9.2.1": ([("subset", "9.2")], True),
    }  # fmt: skip
    assert survey(mapping, people.stranger).registers == []


def test_a_point_without_a_row_goes_the_way_of_its_clause_and_has_to_be_looked_at(mapping: Any) -> None:
    (way,) = Ways(mapping).of("iso9001-2015:8.5.1.f")
    assert (way.target.ref, way.above, way.is_full) == ("8.5.1", "8.5.1", False)


def test_open_records_get_the_new_keys_beside_the_old_ones(people: SimpleNamespace, mapping: Any) -> None:
    one, other = process(people, "8.5.1", "8.5.1.c"), process(people, "4.1")
    done = carried(mapping, people)
    assert done.changed == [one.number] and done.refused == [] and done.left == 0
    assert clauses(one, people) == [
        "iso9001-2015:8.5.1", "iso9001-2015:8.5.1.c", f"{NEW}:8.5.1", f"{NEW}:8.5.7",
    ]  # fmt: skip
    assert clauses(other, people) == ["iso9001-2015:4.1"]
    row = LedgerRow.objects.filter(entry_id=one.pk).latest("pk")
    assert (row.action, row.reason) == ("processes.edit", REASON)
    event = LedgerRow.objects.get(action="standards.edition_change")
    assert (event.subject, event.reason) == (f"mapping {mapping.key}", REASON)


def test_every_owner_gets_one_task_that_names_what_the_mapping_does_not_answer(
    people: SimpleNamespace, mapping: Any
) -> None:
    one, two = process(people, "8.5.1", "8.5.1.c"), process(people, "4.1")
    mine = process(people, "8.5.1", owner=people.quality)
    done = carried(mapping, people)
    tasks = {t.owner: t for t in registry["actions"].model.objects.filter(number__in=done.tasks)}
    assert set(tasks) == {people.owner, people.quality}
    task = tasks[people.owner]
    assert "ISO 9001:2015 4.1 has no counterpart" in task.description
    assert "ISO 9001:2015 8.5.1 c overlaps with ISO 9001:2026 8.5.7" in task.description
    assert "8.5.1 is equal to" not in task.description
    assert task.due_on == datetime.date(2026, 12, 27)
    links = Link.objects.filter(source_id=task.pk, kind="concerns").values_list("target__number", flat=True)
    assert set(links) == {one.number, two.number}
    assert Link.objects.get(source_id=tasks[people.quality].pk).target.number == mine.number


def test_doing_it_again_changes_nothing(people: SimpleNamespace, mapping: Any) -> None:
    record = process(people, "8.5.1")
    carried(mapping, people)
    rev, rows = registry["processes"].get(record.number, people.quality).rev, LedgerRow.objects.count()
    again = carried(mapping, people)
    assert (again.changed, again.tasks, again.refused) == ([], [], [])
    assert registry["processes"].get(record.number, people.quality).rev == rev
    assert LedgerRow.objects.count() == rows


def test_closed_records_keep_their_edition(people: SimpleNamespace, mapping: Any) -> None:
    register, record = registry["processes"], process(people, "8.5.1")
    closing = next(
        t.verb
        for t in register.lifecycle.transitions.values()
        if register.lifecycle.phase(t.target) in ("done", "void")
    )
    while register.lifecycle.phase(record.state) in ("draft", "open"):
        open_moves = {t.verb for t in register.lifecycle.transitions.values() if record.state in t.sources}
        verb = closing if closing in open_moves else sorted(open_moves)[0]
        record = register.perform(
            record, verb, rev=record.rev, actor=people.quality, at=AT, reason="No longer done here."
        )
    done = carried(mapping, people)
    assert done.changed == [] and clauses(record, people) == ["iso9001-2015:8.5.1"]
    row = next(a for a in survey(mapping, people.quality).registers if a.register.key == "processes")
    assert (row.open, row.closed) == (0, 1)


def test_more_records_than_are_done_at_once_are_done_by_doing_it_again(
    people: SimpleNamespace, mapping: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standards.succession.carry.AT_ONCE", 2)
    for _n in range(3):
        process(people, "8.5.1")
    first = carried(mapping, people)
    assert (len(first.changed), first.left, len(first.tasks)) == (2, 1, 1)
    second = carried(mapping, people)
    assert (len(second.changed), second.left, second.tasks) == (1, 0, [])


def test_what_the_actor_may_not_edit_is_told_and_left(people: SimpleNamespace, mapping: Any) -> None:
    Grant.objects.create(
        user=people.reader, role="compliance_officer", unit=people.unit, granted_by="test", granted_at=AT
    )
    record = process(people, "8.5.1")
    if registry["processes"].can_edit(record, people.reader):
        pytest.fail("the test needs somebody who leads the change and may not edit processes")
    done = carry_forward(mapping, actor=people.reader, at=LATER, reason=REASON)
    assert done.changed == [] and done.refused[0][0] == record.number
    assert "may not edit" in done.refused[0][1]
    assert clauses(record, people) == ["iso9001-2015:8.5.1"]


def test_only_those_who_answer_for_it_lead_the_change_and_with_a_reason(people: SimpleNamespace, mapping: Any) -> None:
    process(people, "8.5.1")
    with pytest.raises(Forbidden, match="quality manager or compliance officer"):
        carry_forward(mapping, actor=people.owner, at=LATER, reason=REASON)
    with pytest.raises(Invalid, match="Say why"):
        carry_forward(mapping, actor=people.quality, at=LATER, reason="new")
    assert not LedgerRow.objects.filter(action="standards.edition_change").exists()


def test_a_mapping_to_another_standard_carries_nothing(people: SimpleNamespace) -> None:
    held = MappingSet.objects.select_related("source__standard", "target__standard").get(key="iso9001-iso42001")
    with pytest.raises(Invalid, match="another standard"):
        carry_forward(held, actor=people.quality, at=LATER, reason=REASON)
    client = Client(HTTP_HOST="localhost")
    client.force_login(people.quality)
    assert client.get(f"/standards/mappings/{held.key}/change/").status_code == 404


def test_the_page_shows_what_would_follow_and_does_it(people: SimpleNamespace, mapping: Any) -> None:
    record = process(people, "8.5.1", "4.1")
    client = Client(HTTP_HOST="localhost")
    client.force_login(people.quality)
    url = f"/standards/mappings/{mapping.key}/change/"
    page = client.get(url).content.decode()
    assert "no counterpart" in page and "Edition change from ISO 9001:2015 to ISO 9001:2026" in page
    assert client.post(url, {"reason": "short"}).status_code == 422
    assert client.post(url, {"reason": REASON, "all": "1"}).status_code == 400
    answer = client.post(url, {"reason": REASON}, follow=True)
    assert "1 record was carried forward. 1 task was opened." in answer.content.decode()
    assert f"{NEW}:8.5.1" in clauses(record, people)
    client.force_login(people.owner)
    assert "Carry forward</button>" not in client.get(url).content.decode()
    assert client.post(url, {"reason": REASON}).status_code == 403


def test_the_page_asks_the_same_number_of_queries_with_one_and_three_records(
    people: SimpleNamespace, mapping: Any
) -> None:
    client, asked = Client(HTTP_HOST="localhost"), []
    client.force_login(people.quality)
    for wanted in (1, 2):
        for _n in range(wanted):
            process(people, "8.5.1", "9.2.1")
        client.get(f"/standards/mappings/{mapping.key}/change/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/standards/mappings/{mapping.key}/change/")
        asked.append(len(queries))
    assert asked[0] == asked[1] < 45, [q["sql"][:100] for q in queries]
