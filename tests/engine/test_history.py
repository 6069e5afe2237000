"""History: what the record looked like at each revision, ordered by revision, copied from the table."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.records import versions
from qms.records.models import LedgerRow
from tests.engine.trials.models import Trial


@pytest.mark.requirement("P11-10e-1")
def test_every_version_stays_readable_with_who_when_why(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    due = datetime.date(2027, 1, 2)
    trial = trials.perform(trial, "open", rev=1, actor=org["author"], at=clock(), due_on=due, source="api:42")
    at = clock()
    trial = trials.edit(trial, rev=2, actor=org["approver"], at=at, reason="The title was wrong.", title="Right title")
    new, opened, first = versions.versions_of(trial)
    assert (new.rev, new.at, new.actor_name, new.action, new.reason) == (
        3, at, "Approver Example", "trials.edit", "The title was wrong.",
    )  # fmt: skip
    assert [(c.label, c.old, c.new) for c in new.changes] == [("title", "One trial", "Right title")]
    assert (opened.action, opened.source) == ("trials.open", "api:42")
    assert {c.label: (c.old, c.new) for c in opened.changes} == {
        "state": ("draft", "open"), "due on": (None, due), "count": (0, 1),
    }  # fmt: skip
    assert first.action == "trials.create" and {"title", "note", "size"} <= {c.label for c in first.changes}
    assert first.row.title == "One trial"


def test_the_row_in_the_table_is_copied_not_the_memory(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trial.note = "a lie in memory"
    after = trials.edit(trial, rev=1, actor=org["author"], at=clock(), size="3")
    row = Trial.history.get(entry_id=after.pk, rev=2)
    assert (row.note, str(row.size)) == ("A first note.", "3.00")
    assert row.history_user_id == org["author"].pk and row.history_date == after.changed_at


def test_versions_are_ordered_by_revision_also_at_the_same_instant(trials: Any, org: Any, trial: Any) -> None:
    at = trial.changed_at
    for title in ("b", "c", "d"):
        trial = trials.edit(trial, rev=trial.rev, actor=org["author"], at=at, title=title)
    found = versions.versions_of(trial)
    assert [v.rev for v in found] == [4, 3, 2, 1]
    assert [[(c.old, c.new) for c in v.changes] for v in found[:3]] == [
        [("c", "d")],
        [("b", "c")],
        [("One trial", "b")],
    ]
    assert versions.at(trial, at).title == "d"
    assert Trial.history.filter(entry_id=trial.pk).first().rev == 4
    assert Trial.history.filter(entry_id=trial.pk).latest().rev == 4


def test_as_of_gives_the_version_in_force(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    instants = [trial.changed_at]
    for title in ("b", "c"):
        instants.append(clock(hours=1))
        trial = trials.edit(trial, rev=trial.rev, actor=org["author"], at=instants[-1], title=title)
    a_moment = datetime.timedelta(microseconds=1)
    assert versions.at(trial, instants[0] - a_moment) is None
    assert [versions.at(trial, at).title for at in instants] == ["One trial", "b", "c"]
    assert [versions.at(trial, at - a_moment).title for at in instants[1:]] == ["One trial", "b"]
    assert versions.at(trial, instants[2] + datetime.timedelta(days=999)).title == "c"
    berlin = datetime.timezone(datetime.timedelta(hours=1))
    assert versions.at(trial, instants[1].astimezone(berlin)).title == "b"


def test_versions_are_read_in_two_queries_and_in_pages(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    for n in range(6):
        trial = trials.edit(trial, rev=trial.rev, actor=org["author"], at=clock(), title=f"title {n}")
    with CaptureQueriesContext(connection) as queries:
        found = versions.versions_of(trial, limit=3)
    assert len(queries) == 2
    assert [v.rev for v in found] == [7, 6, 5]
    assert found[-1].changes[0].old == "title 2", "the oldest one shown is still compared with the one before it"
    assert [v.rev for v in versions.versions_of(trial, limit=3, before=5)] == [4, 3, 2]


@pytest.mark.requirement("P11-50-2", "DI-L")
def test_the_name_in_history_stays_as_it_was(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    author = org["author"]
    author.display_name = "Anna Married"
    author.save()
    assert versions.versions_of(trial)[0].actor_name == "Author Example"
    assert LedgerRow.objects.get(entry=trial.pk).actor_name == "Author Example"


def test_history_tables_of_two_registers_share_no_field() -> None:
    from qms.registers import registry

    models = [r.model.history.model for r in registry] + [Trial.history.model]
    for name in ("history_user_id", "history_change_reason"):
        fields = [m._meta.get_field(name) for m in models]
        assert [f.model for f in fields] == models
