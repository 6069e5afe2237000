"""The write door: one revision per change, one row in every table, and nothing at all where it refuses."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden, Invalid, NotVisible, Stale, WrongState
from qms.records.models import Counter, Entry, LedgerRow, SealQueue
from qms.registers.verify import verify
from tests.engine.trials.models import Trial


def counts() -> dict[str, int]:
    """Rows of every table that a change touches."""
    tables = {"entry": Entry, "record": Trial, "history": Trial.history.model, "ledger": LedgerRow, "queue": SealQueue}
    return {name: model.objects.count() for name, model in tables.items()} | {
        "number": sum(Counter.objects.values_list("last", flat=True)),
        "revisions": sum(Trial.objects.values_list("rev", flat=True)),
    }


def test_create_writes_one_row_in_each_table(trials: Any, org: Any, clock: Any) -> None:
    before = counts()
    made = trials.create(actor=org["author"], at=clock(), title="New", note="n")
    assert (made.rev, made.state, made.unit.code, made.created_by_id) == (1, "draft", "NORTH", org["author"].pk)
    assert counts() == {name: n + 1 for name, n in before.items()}
    assert list(verify()) == []


def test_edit_raises_the_revision_by_one_and_gives_a_fresh_record(
    trials: Any, org: Any, trial: Any, clock: Any
) -> None:
    at = clock()
    after = trials.edit(trial, rev=1, actor=org["approver"], at=at, title="Other")
    assert (after.rev, after.title, after.changed_by_id, after.changed_at) == (2, "Other", org["approver"].pk, at)
    assert (trial.rev, trial.title) == (1, "One trial"), "the passed record is a reference, not the thing written"
    assert (after.created_by_id, after.created_at) == (trial.created_by_id, trial.created_at)
    assert list(verify()) == []


def test_edit_that_changes_nothing_writes_nothing(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    before = counts()
    same = {"title": trial.title, "note": "A first note.", "size": "1.50", "due_on": None, "steps": [], "tags": []}
    assert trials.edit(trial, rev=1, actor=org["author"], at=clock(), **same).rev == 1
    assert counts() == before


def test_text_that_a_browser_sends_back_unchanged_writes_nothing(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trial = trials.edit(
        trial, rev=1, actor=org["author"], at=clock(), note="two\nlines", due_on=datetime.date(2027, 1, 2)
    )
    same = trials.edit(trial, rev=2, actor=org["author"], at=clock(), note="two\r\nlines", due_on="2027-01-02")
    assert same.rev == 2


def test_the_door_costs_a_bounded_number_of_statements(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    actor = org["author"]
    trials.edit(trial, rev=1, actor=actor, at=clock(), title="warm")
    with CaptureQueriesContext(connection) as queries:
        trials.edit(trial, rev=2, actor=actor, at=clock(), title="Other")
    work = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(work) == (5 if connection.vendor == "postgresql" else 6), "\n".join(work)
    places = [next(i for i, sql in enumerate(work) if sql.startswith(start)) for start in (
        "SELECT", 'UPDATE "trials_trial"', 'INSERT INTO "trials_historicaltrial"', 'UPDATE "records_entry"',
    )]  # fmt: skip
    assert places == sorted(places)
    assert "records_ledgerrow" in work[-1] or "records_sealqueue" in work[-1], "the ledger comes last"


def test_the_record_is_locked_before_anything_is_decided(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    actor = org["author"]
    reach(actor)
    with CaptureQueriesContext(connection) as queries:
        trials.edit(trial, rev=1, actor=actor, at=clock(), title="Other")
    first = next(q["sql"] for q in queries if "SAVEPOINT" not in q["sql"])
    assert first.startswith("SELECT") and "trials_trial" in first
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in first


def refused(error: type[Exception], verb: Any, *args: Any, **values: Any) -> Any:
    """Call a verb that must refuse and leave everything as it was; gives the refusal."""
    before = counts()
    with pytest.raises(error) as caught:
        verb(*args, **values)
    assert counts() == before
    assert list(verify()) == []
    return caught.value


def test_a_stale_revision_is_refused(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trials.edit(trial, rev=1, actor=org["author"], at=clock(), title="Other")
    said = refused(Stale, trials.edit, trial, rev=1, actor=org["author"], at=clock(), title="Third")
    assert said.status == 412 and "revision 1, it is now 2" in str(said)
    refused(Stale, trials.edit, trial, rev=3, actor=org["author"], at=clock(), title="Third")


@pytest.mark.requirement("DI-Cs")
def test_a_change_before_the_last_one_is_refused(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    earlier = trial.changed_at - datetime.timedelta(microseconds=1)
    said = refused(Stale, trials.edit, trial, rev=1, actor=org["author"], at=earlier, title="Other")
    assert "at a later time" in str(said)


def test_a_change_at_the_same_instant_is_ordered_by_revision(trials: Any, org: Any, trial: Any) -> None:
    after = trials.edit(trial, rev=1, actor=org["author"], at=trial.changed_at, title="Other")
    assert after.rev == 2 and list(verify()) == []


@pytest.mark.parametrize(
    "name", ["state", "number", "created_at", "entry", "mark", "external_id", "nonsense", "pk", "_was", "changed_by"]
)
def test_a_field_that_is_not_declared_cannot_be_set(trials: Any, org: Any, trial: Any, clock: Any, name: str) -> None:
    said = refused(BadRequest, trials.edit, trial, rev=1, actor=org["author"], at=clock(), **{name: "approved"})
    assert said.status == 400 and name in str(said)


@pytest.mark.requirement("A11-9-1", "DI-Ac")
@pytest.mark.parametrize(
    "reason", ["", "   ", "x" * 40, "too short", "ab" * 20, "\n" * 30, ". " * 20, "because\x00 of it all"]
)
def test_outside_the_draft_phase_a_change_asks_for_a_real_reason(
    trials: Any, org: Any, trial: Any, clock: Any, reason: str
) -> None:
    opened = trials.perform(trial, "open", rev=1, actor=org["author"], at=clock(), due_on=datetime.date(2027, 1, 2))
    said = refused(Invalid, trials.edit, opened, rev=2, actor=org["author"], at=clock(), reason=reason, title="Other")
    assert list(said.fields) == ["reason"]
    after = trials.edit(
        opened, rev=2, actor=org["author"], at=clock(), reason="  The title was misleading. ", title="Other"
    )
    assert LedgerRow.objects.get(entry=after.pk, rev=3).reason == "The title was misleading."


def test_control_characters_in_a_reason_are_refused_everywhere(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    actor, bad = org["author"], "because\x00 of it"
    other = trials.create(actor=actor, at=clock(), title="Another")
    for verb, values in (
        (trials.edit, {"title": "Other"}), (trials.attach, {"name": "a.txt", "data": b"a"}),
        (trials.link, {"kind": "concerns", "target": other.number}),
    ):  # fmt: skip
        assert "reason" in refused(Invalid, verb, trial, rev=1, actor=actor, at=clock(), reason=bad, **values).fields
    said = refused(Invalid, trials.create, actor=actor, at=clock(), reason=bad, title="New")
    assert "reason" in said.fields
    due = datetime.date(2027, 1, 2)
    refused(Invalid, trials.perform, trial, "open", rev=1, actor=actor, at=clock(), reason=bad, due_on=due)


def test_a_closed_record_is_no_longer_edited(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    void = trials.perform(trial, "void", rev=1, actor=org["approver"], at=clock(), reason="It was entered twice.")
    said = refused(
        WrongState, trials.edit, void, rev=2, actor=org["author"], at=clock(), reason="It was right.", title="X"
    )
    assert said.status == 409


def test_who_may_see_but_not_edit_gets_403_and_a_stranger_404(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    org.person("reader", "reader")
    assert refused(Forbidden, trials.edit, trial, rev=1, actor=org["reader"], at=clock(), title="X").status == 403
    assert refused(NotVisible, trials.edit, trial, rev=1, actor=org["stranger"], at=clock(), title="X").status == 404
    assert refused(NotVisible, trials.edit, 987654, rev=1, actor=org["author"], at=clock(), title="X").status == 404
    refused(Forbidden, trials.create, actor=org["reader"], at=clock(), title="X")
    refused(Forbidden, trials.create, actor=org["author"], at=clock(), title="X", unit=org.units["SOUTH"])
    refused(Invalid, trials.create, actor=org.person("homeless", "contributor", home=None), at=clock(), title="X")


def test_the_locked_row_is_what_counts_not_the_memory(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trial.note = "changed in memory only"
    trial.state = "approved"
    after = trials.edit(trial, rev=1, actor=org["author"], at=clock(), title="Other")
    assert (after.note, after.state) == ("A first note.", "draft")


def test_named_dates_and_people_follow_the_record(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    actor = org["author"]
    due, review = datetime.date(2027, 3, 1), datetime.date(2027, 2, 1)
    after = trials.edit(
        trial,
        rev=1,
        actor=actor,
        at=clock(),
        due_on=due,
        review_on=review,
        lead=org["approver"],
        team=[org["stranger"].pk],
    )
    assert dict(after.entry.dates.values_list("name", "on")) == {"due": due, "next_review": review}
    assert Entry.objects.get(pk=after.pk).nearest == review
    author = ("author", org["author"].pk)
    parts = {("lead", org["approver"].pk), ("team", org["stranger"].pk), author}
    assert set(after.entry.involved.values_list("part", "user_id")) == parts
    after = trials.edit(after, rev=2, actor=actor, at=clock(), review_on=None, lead=None, team=[])
    assert Entry.objects.get(pk=after.pk).nearest == due
    assert set(after.entry.involved.values_list("part", "user_id")) == {author}
    assert list(verify()) == []


def test_values_as_a_form_sends_them_project_like_clean_ones(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    """Dates as text, people as objects, text in NFD: dates, people and search are those of the kept values."""
    after = trials.edit(
        trial, rev=1, actor=org["author"], at=clock(), due_on="2027-03-01", review_on=datetime.date(2027, 2, 1),
        team=[org["stranger"]], note="Za\u0308hler",
    )  # fmt: skip
    assert after.due_on == datetime.date(2027, 3, 1) and after.note == "Zähler"
    assert Entry.objects.get(pk=after.pk).nearest == datetime.date(2027, 2, 1)
    assert after.entry.involved.get(part="team").user_id == org["stranger"].pk


def test_a_done_record_waits_for_no_date(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    due = datetime.date(2027, 3, 1)
    trial = trials.edit(trial, rev=1, actor=org["author"], at=clock(), due_on=due)
    void = trials.perform(trial, "void", rev=2, actor=org["approver"], at=clock(), reason="It was entered twice.")
    assert Entry.objects.get(pk=void.pk).nearest is None


def test_an_effect_that_fails_leaves_nothing_behind(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    due = datetime.date(2027, 1, 2)
    opened = trials.perform(trial, "open", rev=1, actor=org["author"], at=clock(), due_on=due)
    refused(RuntimeError, trials.perform, opened, "break", rev=2, actor=org["author"], at=clock())


def test_the_text_of_search_knows_the_number_from_the_start(trials: Any, trial: Any) -> None:
    assert trial.number.lower().replace("-", " ") in Entry.objects.get(pk=trial.pk).text.lower().replace("-", " ")


def test_what_was_moved_at_a_later_instant_says_so(trials: Any, org: Any, trial: Any) -> None:
    """`manage.py tick --at` a later day moves records for good: nobody changed them meanwhile."""
    ahead = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=300)
    moved = trials.edit(trial, rev=1, actor=org["author"], at=ahead, title="Other")
    now = datetime.datetime.now(datetime.UTC)
    said = refused(WrongState, trials.edit, moved, rev=2, actor=org["author"], at=now, title="Third")
    assert "is still to come" in str(said)
