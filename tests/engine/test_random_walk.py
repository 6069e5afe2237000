"""Anybody does anything in any order: each call either adds one revision or leaves no trace, and everything agrees."""

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest

from qms.attachments.models import Attachment
from qms.lib.errors import Refused
from qms.links.models import Link
from qms.records.models import LedgerRow
from qms.registers.signing import signatures_of
from qms.registers.verify import verify
from qms.signatures.proof import PasswordProof
from tests.engine.tampering import said
from tests.engine.trials.models import Trial
from tests.factories.people import PASSWORD

STEPS = 150
PEOPLE = ("author",) * 5 + ("approver",) * 4 + ("stranger", "reader")
REASONS = ("", "bad\x00sign", *["A reason that is long enough."] * 4)
VALUES: dict[str, tuple[Any, ...]] = {
    "title": ("One", "Two", "Three", "", "x" * 300, "Café", "Cafe\u0301"),
    "note": ("a", "b", "a\r\nb", "\x00", ""),
    "size": ("1.5", "1.50", "2", "3", "-1", "many", None),
    "steps": ([], [{"what": "go"}], [{"what": "stop"}], [{"what": ""}], "x"),
    "tree": ({}, {"a": [1, "b"]}, {"a": 0.5}),
    "due_on": (None, "2027-01-02", "2026-01-01", "soon"),
    "audience": ("unit", "everyone", "everyone", "nobody"),
}


class Walk:
    """One person after the other tries something on one of the records."""

    def __init__(self, trials: Any, org: Any, clock: Any, seed: int) -> None:
        self.trials, self.org, self.clock, self.dice = trials, org, clock, random.Random(seed)
        self.done = 0

    def some(self, *choices: Any) -> Any:
        return self.dice.choice(choices)

    def step(self) -> None:
        record = Trial.objects.order_by("pk")[self.dice.randrange(Trial.objects.count())]
        call: Callable[[Any, dict[str, Any]], Any] = self.some(
            self.create, self.edit, self.edit, self.attach, self.detach, self.link, self.unlink, self.move, self.move
        )
        rows = LedgerRow.objects.exclude(entry=None).count()
        revs = dict(Trial.objects.values_list("pk", "rev"))
        common = {"actor": self.org[self.some(*PEOPLE)], "at": self.clock()}
        try:
            call(record, common)
        except Refused:
            assert dict(Trial.objects.values_list("pk", "rev")) == revs, call.__name__
            assert LedgerRow.objects.exclude(entry=None).count() == rows, call.__name__
            return
        now = dict(Trial.objects.values_list("pk", "rev"))
        added = sum(now.values()) - sum(revs.values())
        assert LedgerRow.objects.exclude(entry=None).count() == rows + added, call.__name__
        assert all(now[pk] - rev in (0, 1) for pk, rev in revs.items()), call.__name__
        self.done += added > 0

    def rev(self, record: Any) -> int | None:
        return self.some(record.rev, record.rev, record.rev, None, record.rev - 1)

    def create(self, record: Any, common: dict[str, Any]) -> None:
        links = self.some((), [("concerns", record.entry)])
        self.trials.create(title=self.some(*VALUES["title"]), links=links, **common)

    def edit(self, record: Any, common: dict[str, Any]) -> None:
        names = self.dice.sample(sorted(VALUES), self.some(1, 1, 2))
        changes = {name: self.some(*VALUES[name]) for name in names}
        self.trials.edit(record, rev=self.rev(record), reason=self.some(*REASONS), **changes, **common)

    def attach(self, record: Any, common: dict[str, Any]) -> None:
        name, data = self.some("a.txt", "b.txt", "c.exe", "d.pdf"), self.some(b"one", b"two", b"\x00")
        self.trials.attach(record, name=name, data=data, rev=self.rev(record), **common)

    def detach(self, record: Any, common: dict[str, Any]) -> None:
        pk = self.some(*Attachment.objects.values_list("pk", flat=True), 0)
        self.trials.detach(record, attachment=pk, rev=self.rev(record), reason=self.some(*REASONS), **common)

    def link(self, record: Any, common: dict[str, Any]) -> None:
        target = self.some(*Trial.objects.values_list("number", flat=True), "TRI-1999-0001")
        kind = self.some("concerns", "raises", "loves")
        self.trials.link(record, kind=kind, target=target, rev=self.rev(record), **common)

    def unlink(self, record: Any, common: dict[str, Any]) -> None:
        pk = self.some(*Link.objects.values_list("pk", flat=True), 0)
        self.trials.unlink(record, link=pk, rev=self.rev(record), reason=self.some(*REASONS), **common)

    def move(self, record: Any, common: dict[str, Any]) -> None:
        verb = self.some("open", "open", "submit", "submit", "approve", "approve", "back", "reopen", "void", "never")
        asked = {"due_on": self.some(datetime.date(2027, 1, 2), "2026-01-01")} if verb == "open" else {}
        who = common["actor"].username
        proof = self.some(PasswordProof(PASSWORD, who), PasswordProof(PASSWORD, who), None)
        reason = self.some(*REASONS)
        self.trials.perform(record, verb, rev=self.rev(record), reason=reason, proof=proof, **asked, **common)


@pytest.mark.requirement("P11-10e-1", "DI-Co")
@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_tried_every_change_is_whole_and_every_refusal_leaves_nothing(
    trials: Any, org: Any, clock: Any, seed: int
) -> None:
    org.person("reader", "reader")
    walk = Walk(trials, org, clock, seed)
    for title in ("first", "second", "third"):
        trials.create(actor=org["author"], at=clock(), title=title, note="n")
    for _ in range(STEPS):
        walk.step()
    assert said(list(verify())) == ""
    assert walk.done >= STEPS / 10, "most tries were refused: the walk shows nothing"
    for record in Trial.objects.select_related("entry"):
        assert [v.rev for v in Trial.history.filter(entry_id=record.pk)] == list(range(record.rev, 0, -1))
        assert all(isinstance(valid, bool) for _signature, valid in signatures_of(record))
