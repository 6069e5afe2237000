"""A process: what it needs before it is used, its reviews, its end, and what names its clauses."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from qms.lib.errors import Forbidden, Invalid, NotVisible, Unmet, WrongState
from qms.records.models import Entry, NamedDate
from qms.registers import registry
from standards.queries import records_naming
from tests.processes.made import AT

REASON = "The team was dissolved."


def perform(record: Any, verb: str, actor: Any, at: datetime.datetime = AT, **asked: Any) -> Any:
    return registry["processes"].perform(record, verb, rev=record.rev, actor=actor, at=at, **asked)


def test_a_process_has_a_plain_number_and_is_seen_by_every_insider(process: Any, people: SimpleNamespace) -> None:
    assert process.number == "PRO-0001"
    assert registry["processes"].get("PRO-0001", people.reader).title == "Training of models"
    with pytest.raises(NotVisible):
        registry["processes"].get("PRO-0001", people.stranger)


def test_a_process_keeps_clauses_of_two_standards_in_order(process: Any) -> None:
    assert process.clauses == ["iso9001-2015:8.5.1", "iso9001-2015:8.5.1.f", "iso42001-2023:A.6.2.4"]


def test_an_unknown_clause_is_refused_at_its_field(people: SimpleNamespace) -> None:
    with pytest.raises(Invalid) as refused:
        registry["processes"].create(
            actor=people.quality, at=AT, title="X", purpose="Y", clauses=["iso9001-2015:8.5.1.z"], unit=people.unit
        )
    assert list(refused.value.fields) == ["clauses"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("missing", "said"), [("owner", "owner"), ("inputs", "input"), ("outputs", "output")])
def test_a_process_is_not_used_before_it_has_an_owner_inputs_and_outputs(
    process: Any, people: SimpleNamespace, missing: str, said: str
) -> None:
    empty = None if missing == "owner" else []
    record = registry["processes"].edit(process, rev=1, actor=people.quality, at=AT, **{missing: empty})
    with pytest.raises(Unmet, match=said):
        perform(record, "put_in_use", people.quality)


def test_only_the_quality_manager_puts_a_process_in_use(process: Any, people: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        perform(process, "put_in_use", people.owner)
    assert perform(process, "put_in_use", people.quality).state == "in_use"


def test_a_completed_review_sets_the_next_one(process: Any, people: SimpleNamespace) -> None:
    used = perform(process, "put_in_use", people.quality)
    assert used.next_review == datetime.date(2027, 1, 31)
    used = registry["processes"].edit(
        used, rev=used.rev, actor=people.quality, at=AT, reason="It changes too often.", review_months=1
    )
    reviewed = perform(used, "review", people.owner, review_result="Looked at the figures; nothing changes.")
    assert (reviewed.reviewed_on, reviewed.next_review) == (datetime.date(2026, 1, 31), datetime.date(2026, 2, 28))
    assert NamedDate.objects.get(entry=reviewed.entry, name="next_review").on == datetime.date(2026, 2, 28)


def test_a_review_without_a_result_is_refused(process: Any, people: SimpleNamespace) -> None:
    used = perform(process, "put_in_use", people.quality)
    with pytest.raises(Invalid) as refused:
        perform(used, "review", people.owner)
    assert list(refused.value.fields) == ["review_result"]


def test_a_given_first_review_date_is_kept(process: Any, people: SimpleNamespace) -> None:
    planned = datetime.date(2026, 6, 1)
    dated = registry["processes"].edit(process, rev=1, actor=people.quality, at=AT, next_review=planned)
    assert perform(dated, "put_in_use", people.quality).next_review == planned


def test_what_a_review_found_is_not_edited_afterwards(process: Any, people: SimpleNamespace) -> None:
    used = perform(process, "put_in_use", people.quality)
    reviewed = perform(used, "review", people.owner, review_result="All as agreed.")
    for change in ({"review_result": "Nothing was found."}, {"reviewed_on": datetime.date(2025, 1, 1)}):
        with pytest.raises(WrongState, match="Record the review"):
            registry["processes"].edit(
                reviewed, rev=reviewed.rev, actor=people.quality, at=AT, reason="Looks better so.", **change
            )


@pytest.mark.parametrize(("verb", "state"), [("retire", "retired"), ("void", "void")])
def test_a_process_ends_with_a_reason_and_is_reviewed_no_more(
    process: Any, people: SimpleNamespace, verb: str, state: str
) -> None:
    used = perform(process, "put_in_use", people.quality)
    with pytest.raises(Invalid):
        perform(used, verb, people.quality, reason="old")
    ended = perform(used, verb, people.quality, reason=REASON)
    assert (ended.state, ended.next_review) == (state, None)
    assert not NamedDate.objects.filter(entry=ended.entry).exists()


def test_a_clause_knows_the_records_that_name_it_or_a_point_of_it(process: Any, people: SimpleNamespace) -> None:
    def naming(key: str, actor: Any) -> list[str]:
        return [
            r.number for group in records_naming(key, actor, today=datetime.date(2026, 11, 23)) for r in group.records
        ]

    for key in ("iso9001-2015:8.5.1", "iso9001-2015:8.5.1.f", "iso9001-2015:8.5", "iso42001-2023:A.6"):
        assert naming(key, people.reader) == ["PRO-0001"], key
    for key in ("iso9001-2015:8.5.1.a", "iso9001-2015:5.1", "iso42001-2023:8.5.1", "iso9001-2015:8.5.1.f.1"):
        assert naming(key, people.reader) == [], key
    assert naming("iso9001-2015:8.5.1", people.stranger) == []


def test_an_overdue_review_is_late_wherever_lateness_is_counted(process: Any, people: SimpleNamespace) -> None:
    from qms.pages.menu import counts
    from qms.registers.lists import Listing

    used = perform(process, "put_in_use", people.quality)
    for days, overdue in ((0, 0), (1, 1)):
        today = used.next_review + datetime.timedelta(days=days)
        assert counts(people.quality, today)[1].get("processes", 0) == overdue
        listing = Listing(registry["processes"], people.quality, {"due": "late", "phase": "all"}, today)
        assert [r.number for r in listing.page[0]] == ["PRO-0001"] * overdue
    assert "next_review" in [c.name for c in listing.columns]
