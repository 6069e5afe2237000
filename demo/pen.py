"""The demo's pen: every change goes through the registers' verbs, as somebody, at the moment of the timeline."""

import datetime
from typing import Any

from qms.records.models import Entry
from qms.registers import registry
from qms.signatures.proof import StatedProof

from .company import Company
from .timeline import Timeline

SOURCE = MARK = "demo"
PERSON = frozenset(
    {
        "owner", "verifier", "checker", "decided_by", "lead", "champion", "team_leader", "containment_validated_by",
        "containment_removed_by",
    }
)  # fmt: skip
PEOPLE = frozenset({"team", "auditees"})


class Pen:
    """Writes the company's records. Stories know them by keys of their own: `made` holds the records."""

    def __init__(self, company: Company, timeline: Timeline) -> None:
        self.company, self.timeline = company, timeline
        self.made: dict[str, Any] = {}

    def day(self, offset: int) -> datetime.date:
        """The date of a day of the timeline."""
        return self.timeline.day(offset)

    def entry(self, key: str) -> Entry:
        """The entry of a record that was written before."""
        entry: Entry = self.made[key].entry
        return entry

    def create(self, key: str, register: str, who: str, **values: Any) -> None:
        """A new record by `who`. Raises ValueError for a key that another story uses."""
        if key in self.made:
            raise ValueError(f"two stories are called {key}")
        self.made[key] = registry[register].create(mark=MARK, source=SOURCE, **self._as(who), **self._named(values))

    def create_lines(self, audit: str, who: str, rows: dict[str, dict[str, Any]]) -> None:
        """The questions of an audit, in one go."""
        held = self.made[audit]
        given = [{"audit": held, "unit": held.unit, **row} for row in rows.values()]
        lines = registry["checklist-lines"].create_many(given, mark=MARK, source=SOURCE, **self._as(who))
        self.made |= dict(zip(rows, lines, strict=True))

    def do(self, key: str, verb: str, who: str, **asked: Any) -> None:
        """Move a record on; where the move is signed, the signature says that the demo gave it."""
        record, register = self._find(key)
        proof = StatedProof() if register.lifecycle.transitions[verb].signs else None
        self.made[key] = register.perform(
            record, verb, rev=None, proof=proof, source=SOURCE, **self._as(who), **self._named(asked)
        )

    def edit(self, key: str, who: str, reason: str = "", **changes: Any) -> None:
        """Change fields of a record."""
        record, register = self._find(key)
        self.made[key] = register.edit(
            record, rev=None, reason=reason, source=SOURCE, **self._as(who), **self._named(changes)
        )

    def attach(self, key: str, who: str, name: str, text: str) -> None:
        """Add a small file."""
        record, register = self._find(key)
        self.made[key] = register.attach(
            record, rev=None, name=name, data=text.encode(), source=SOURCE, **self._as(who)
        )

    def link(self, key: str, who: str, kind: str, target: str) -> None:
        """Link a record to another one."""
        record, register = self._find(key)
        self.made[key] = register.link(
            record, rev=None, kind=kind, target=self.entry(target), source=SOURCE, **self._as(who)
        )

    def say(self, key: str, who: str, text: str) -> None:
        """Comment on a record."""
        record, register = self._find(key)
        register.comment(record, text=text, **self._as(who))

    def found(self, key: str, entry: Entry) -> None:
        """A record that was opened by another one; its first change stands in the ledger already."""
        register = registry[entry.register]
        self.made[key] = register.model.objects.select_related("entry").get(pk=entry.pk)

    def id(self, username: str) -> int:
        """The id of a person."""
        return int(self.company[username].pk)

    def _find(self, key: str) -> tuple[Any, Any]:
        record = self.made[key]
        return record, registry[record.entry.register]

    def _as(self, who: str) -> dict[str, Any]:
        return {"actor": self.company[who], "at": self.timeline.at()}

    def _named(self, values: dict[str, Any]) -> dict[str, Any]:
        """People by their user names and units by their codes become what the verbs take."""
        found = dict(values)
        found |= {name: self.company[values[name]] for name in PERSON & values.keys()}
        found |= {name: [self.id(who) for who in values[name]] for name in PEOPLE & values.keys()}
        if isinstance(values.get("unit"), str):
            found["unit"] = self.company.units[values["unit"]]
        return found
