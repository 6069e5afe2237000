"""Links: typed, seen from both sides, a change of their source alone."""

from typing import Any

import pytest

from qms.lib.errors import Forbidden, Invalid, NotVisible, Stale, WrongState
from qms.links.edges import neighbours, sources, targets
from qms.links.kinds import KINDS
from qms.links.models import Link
from qms.records.models import Entry, LedgerRow
from qms.registers.verify import verify
from tests.engine.trials.models import Trial


@pytest.fixture
def other(trials: Any, org: Any, trial: Any, clock: Any) -> Any:
    return trials.create(actor=org["author"], at=clock(), title="Another")


@pytest.mark.requirement("MK-20")
@pytest.mark.parametrize("kind", KINDS)
def test_a_link_raises_its_source_and_is_seen_from_both_sides(
    trials: Any, org: Any, trial: Any, other: Any, clock: Any, kind: str
) -> None:
    after = trials.link(trial, kind=kind, target=other.number, rev=1, actor=org["author"], at=clock())
    assert after.rev == 2 and Trial.objects.get(pk=other.pk).rev == 1
    assert LedgerRow.objects.filter(entry=other.pk).count() == 1
    (out,) = neighbours(after.pk, org["author"])
    (back,) = neighbours(other.pk, org["author"])
    assert (out.entry.number, out.outgoing, str(out.words)) == (other.number, True, str(KINDS[kind][0]))
    assert (back.entry.number, back.outgoing, str(back.words)) == (trial.number, False, str(KINDS[kind][1]))
    assert [e.number for e in targets(trial.pk, kind=kind)] == [other.number]
    assert [e.number for e in sources(other.pk, kind=kind, register="trials")] == [trial.number]
    assert not targets(trial.pk, kind="nothing") and not sources(other.pk, register="else")
    assert list(verify()) == []


def test_a_link_is_taken_back_with_a_reason_and_keeps_its_row(
    trials: Any, org: Any, trial: Any, other: Any, clock: Any
) -> None:
    actor = org["author"]
    trial = trials.link(trial, kind="concerns", target=other.entry, rev=1, actor=actor, at=clock())
    row = Link.objects.get()
    with pytest.raises(Invalid, match="reason"):
        trials.unlink(trial, link=row.pk, rev=2, actor=actor, at=clock(), reason="no")
    with pytest.raises(NotVisible):
        trials.unlink(other, link=row.pk, rev=1, actor=actor, at=clock(), reason="It starts elsewhere.")
    with pytest.raises(NotVisible):
        trials.unlink(trial, link=row.pk + 99, rev=2, actor=actor, at=clock(), reason="There is none such.")
    trial = trials.unlink(trial, link=row.pk, rev=2, actor=actor, at=clock(), reason="They are unrelated.")
    assert trial.rev == 3 and not neighbours(trial.pk, actor) and not neighbours(other.pk, actor)
    assert Link.objects.get().removed_at is not None
    again = trials.link(trial, kind="concerns", target=other.number, rev=3, actor=actor, at=clock())
    assert again.rev == 4 and Link.objects.count() == 2
    assert list(verify()) == []


def test_bad_links_are_refused_and_change_nothing(trials: Any, org: Any, trial: Any, other: Any, clock: Any) -> None:
    actor = org["author"]
    hidden = trials.create(
        actor=org.person("south", "contributor", unit="SOUTH", home="SOUTH"), at=clock(), title="Hidden"
    )
    trial = trials.link(trial, kind="concerns", target=other.number, rev=1, actor=actor, at=clock())
    answers = {}
    for target in (trial.number, other.number, hidden.number, "TRI-2026-9999", "", hidden.entry):
        with pytest.raises(Invalid) as caught:
            trials.link(trial, kind="concerns", target=target, rev=2, actor=actor, at=clock())
        answers[getattr(target, "pk", target)] = caught.value.fields
    assert answers[hidden.number] == answers["TRI-2026-9999"] == answers[hidden.pk], "an invisible one is like none"
    with pytest.raises(Invalid, match="no such kind"):
        trials.link(trial, kind="loves", target=other.number, rev=2, actor=actor, at=clock())
    with pytest.raises(Stale):
        trials.link(trial, kind="raises", target=other.number, rev=1, actor=actor, at=clock())
    with pytest.raises(Forbidden):
        reader = org.person("reader", "reader")
        trials.link(trial, kind="raises", target=other.number, rev=2, actor=reader, at=clock())
    void = trials.perform(trial, "void", rev=2, actor=org["approver"], at=clock(), reason="Entered by mistake.")
    with pytest.raises(WrongState):
        trials.link(void, kind="raises", target=other.number, rev=3, actor=actor, at=clock())
    assert Link.objects.count() == 1 and list(verify()) == []


def test_an_invisible_end_of_a_link_is_not_shown(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    org.person("bridge", "contributor", unit="HQ")
    south = trials.create(actor=org["bridge"], at=clock(), title="Secret of the south", unit=org.units["SOUTH"])
    trial = trials.link(trial, kind="concerns", target=south.number, rev=1, actor=org["bridge"], at=clock())
    assert [n.entry.number for n in neighbours(trial.pk, org["bridge"])] == [south.number]
    assert neighbours(trial.pk, org["author"]) == []
    org.person("south", "reader", unit="SOUTH", home="SOUTH")
    assert neighbours(south.pk, org["south"]) == []


def test_a_new_record_may_start_with_links(trials: Any, org: Any, trial: Any, other: Any, clock: Any) -> None:
    links = [("addresses", trial.entry), ("concerns", other.entry)]
    made = trials.create(actor=org["author"], at=clock(), title="Third", links=links)
    assert made.rev == 1 and len(neighbours(made.pk, org["author"])) == 2
    assert Entry.objects.get(pk=made.pk).attached["links"] == [
        {"kind": "addresses", "target": trial.number}, {"kind": "concerns", "target": other.number},
    ]  # fmt: skip
    assert list(verify()) == []
