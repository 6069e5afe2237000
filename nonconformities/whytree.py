"""The why-tree as rows and as a tree: pure functions, no database.

A row is a why: `text`, the `parent` it explains (the id of another row, "" for the first ones), its `status`, its
evidence, and whether it was chosen as a root cause.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from .categories import CATEGORIES
from .choices import STATUSES

Row = dict[str, Any]
MARKS = {"confirmed": "yes", "refuted": "no"}
TONES: dict[str, Literal["good", "warn", "bad"]] = {"confirmed": "good", "refuted": "bad", "assumed": "warn"}
_HUMAN = re.compile(
    r"human (error|mistake|failure)|operator error|user error|careless|inattenti|negligen|forgot|menschliches versagen|"
    r"bedienfehler|unachtsam|erreur humaine|inattention|errore umano|error humano",
    re.IGNORECASE,
)


@dataclass
class Node:
    """One why and those that explain it."""

    row: Row
    children: "list[Node]" = field(default_factory=list)
    by: str = ""

    @property
    def mark(self) -> str:
        """yes, no or maybe, as components/tree.html has them."""
        return MARKS.get(self.row["status"], "maybe")

    @property
    def word(self) -> Any:
        """The status in words."""
        return dict(STATUSES).get(self.row["status"], "")

    @property
    def text(self) -> str:
        return str(self.row["text"])

    @property
    def category(self) -> Any:
        """The category in words."""
        return dict(CATEGORIES).get(self.row["category"], "")

    @property
    def strong(self) -> str:
        return _("Root cause.") if self.row["root"] else ""

    @property
    def note(self) -> str:
        """What the evidence is."""
        said = ": ".join(t for t in (self.row["evidence_ref"], self.row["evidence"]) if t)
        return "; ".join(t for t in (_("evidence: %s") % said if said else "", self.by) if t)


def tree(rows: list[Row], by: Mapping[str, str] | None = None) -> list[Node]:
    """The rows as a tree, in their order; a row whose parent is gone stands at the top. `by`: who and when, of each."""
    nodes = {row["id"]: Node(row, by=(by or {}).get(row["id"], "")) for row in rows}
    top: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.row["parent"])
        (parent.children if parent else top).append(node)
    return top


def fault(rows: list[Row]) -> str:
    """What is wrong with the shape of the rows, in one sentence; "" when nothing is."""
    by_id = {row["id"]: row for row in rows}
    for row in rows:
        if row["parent"] and row["parent"] not in by_id:
            return _("“%s” explains a why that is not there.") % row["text"][:60]
        if row["status"] == "confirmed" and not row["evidence_ref"]:
            return _("“%s” is confirmed without evidence: name a file, a link or a record.") % row["text"][:60]
        if row.get("probability") and not 0 <= Decimal(row["probability"]) <= 1:
            return _("The probability of “%s” must lie between 0 and 1.") % row["text"][:60]
    if _reachable(tree(rows)) < len(rows):
        return _("A why cannot explain itself.")
    return ""


def _reachable(nodes: list[Node]) -> int:
    return sum(1 + _reachable(node.children) for node in nodes)


def chain(rows: list[Row], row_id: str) -> list[Row]:
    """From a why up to the problem, the why itself first: read with “therefore” (CA-03)."""
    by_id = {row["id"]: row for row in rows}
    found: list[Row] = []
    row = by_id.get(row_id)
    while row is not None and row not in found:
        found.append(row)
        row = by_id.get(row["parent"])
    return found


def below(rows: list[Row], row_id: str) -> Iterator[Row]:
    """The whys that explain this one, however far down."""
    for row in rows:
        if row["parent"] == row_id:
            yield row
            yield from below(rows, row["id"])


def roots(rows: list[Row]) -> list[Row]:
    """The whys chosen as root causes."""
    return [row for row in rows if row["root"]]


def is_human_error(rows: list[Row]) -> bool:
    """Whether people's mistakes are the only root cause named: rarely the end of the questions (CA-03)."""
    chosen = roots(rows)
    return bool(chosen) and all(r["category"] == "people" or _HUMAN.search(r["text"]) for r in chosen)


def doubts(rows: list[Row]) -> list[str]:
    """What a reader should doubt in the tree, as sentences; none of them stops anybody."""
    said = []
    for root in roots(rows):
        assumed = [r for r in chain(rows, root["id"])[1:] if r["status"] != "confirmed"]
        said += [
            _("“%s” lies between the root cause and the problem and is not confirmed.") % r["text"] for r in assumed
        ]
    parents = {row["parent"] for row in rows}
    ends = [r for r in rows if r["id"] not in parents and r["status"] == "assumed"]
    return said + [_("“%s” is only assumed: confirm or refute it.") % r["text"] for r in ends]
