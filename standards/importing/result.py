"""What became of a file, as pages, command and ledger tell it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from .limits import SHOWN
from .shapes import Refusal

IMPORTED, UNCHANGED, REFUSED = "imported", "unchanged", "refused"


@dataclass
class Part:
    """One edition or mapping of a file. `added`, `changed` and `gone` are lines for people."""

    kind: str  # "edition" or "mapping"
    ref: str = ""
    edition: str = ""
    nodes: int = 0
    assessable: int = 0
    depth: int = 0
    orphans: int = 0
    mappings: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    is_new: bool = False
    was_refused: bool = False

    @property
    def alters(self) -> bool:
        """Whether anything has to be written."""
        return not self.was_refused and bool(self.is_new or self.added or self.changed or self.gone)

    def as_data(self) -> dict[str, Any]:
        """For JSON: lists are cut to SHOWN lines, their lengths are told."""
        held = asdict(self)
        for name in ("added", "changed", "gone", "refused"):
            held[f"{name}_total"] = len(held[name])
            held[name] = held[name][:SHOWN]
        return held


@dataclass
class Result:
    """A file: what it was taken for, its parts, and why nothing of it was taken where that is so."""

    file: str
    format: str = ""
    outcome: str = REFUSED
    reason: str = ""
    parts: list[Part] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For JSON: the sums over the parts stand at the top."""
        parts = [p.as_data() for p in self.parts]
        total = {name: sum(p[name] for p in parts) for name in ("nodes", "assessable", "orphans", "mappings")}
        refused = [asdict(r) for r in self.refused] + [r for p in parts for r in p["refused"]]
        return {
            "file": self.file, "format": self.format, "outcome": self.outcome, "reason": self.reason,
            "ref": ", ".join(p["ref"] for p in parts), "edition": ", ".join(p["edition"] for p in parts), **total,
            "depth": max((p["depth"] for p in parts), default=0), "refused": refused[:SHOWN],
            "refused_total": len(self.refused) + sum(p["refused_total"] for p in parts), "notes": self.notes,
            "parts": parts,
        }  # fmt: skip
