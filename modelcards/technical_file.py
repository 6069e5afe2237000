"""The technical file of Annex IV for one version: what record, card, datasets and monitors say under each heading.

A heading under which nothing is recorded stays and says so (EUA-11).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.lifecycle import MEANINGS
from qms.links import edges
from qms.records.access import visible_to
from qms.registers.signing import signatures_of

from .aiact.annex_iv import POINTS, Heading, Point
from .cards import schema
from .cards.placeholders import is_empty
from .models import ModelCard, Monitor, System, SystemVersion
from .technical_sources import of_system, of_version

MOST = 200  # linked records, monitors or versions under one heading


@dataclass(frozen=True)
class Item:
    """Something that stands under a heading: a text, or lines; `number` is the record that says it."""

    label: str
    number: str
    text: str = ""
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it."""

    heading: Heading
    items: Sequence[Item]


@dataclass(frozen=True)
class TechnicalFile:
    """All nine points for one version of a system (None: none is registered yet)."""

    system: System
    version: SystemVersion | None
    card: ModelCard | None
    points: Sequence[tuple[Point, Sequence[Part]]]
    signatures: Sequence[tuple[Any, bool]] = field(default=())

    @property
    def empty(self) -> int:
        """How many headings say nothing."""
        return sum(not part.items for _point, parts in self.points for part in parts)

    @property
    def headings(self) -> int:
        """How many there are."""
        return sum(len(parts) for _point, parts in self.points)


def technical_file(system: System, version: SystemVersion | None, actor: Any) -> TechnicalFile:
    """The file as `actor` may see it."""
    card = None
    if version is not None:
        cards = visible_to(ModelCard.objects.filter(version=version).exclude(state="void"), actor)
        card = cards.select_related("entry").order_by("-pk").first()
    said: dict[str, list[Item]] = {}
    for key, item in _items(system, version, card, actor):
        said.setdefault(key, []).append(item)
    points = [(point, [Part(h, said.get(h.key, [])) for h in point.headings]) for point in POINTS]
    return TechnicalFile(system, version, card, points, signatures_of(card) if card else ())


def _items(
    system: System, version: SystemVersion | None, card: ModelCard | None, actor: Any
) -> Iterable[tuple[str, Item]]:
    for key, label, text, lines in of_system(system):
        yield key, Item(label, system.number, text, lines)
    for number, key, label, text, lines in of_version(system, version, actor):
        yield key, Item(label, number, text, lines)
    if card is not None:
        yield from _of_card(card)
    yield from _linked(system, version, card, actor)
    yield from _monitored(system, version, actor)


def _of_card(card: ModelCard) -> Iterable[tuple[str, Item]]:
    """The card's sections by the heading they belong to, and its signed and dated test results."""
    texts = {row["id"]: row.get("text") or "" for row in card.sections}
    for point in schema.annex_iv():
        for held in map(schema.field, point.fields):
            if not is_empty(texts.get(held.key, ""), none_is_answer=held.none):
                yield point.ref, Item(held.label, card.number, texts[held.key])
    if card.metrics:
        yield (
            "2g",
            Item(_("Test results"), card.number, lines=[_("%d metrics, listed on the card") % len(card.metrics)]),
        )
    signed = [
        f"{row.printed_name}, {MEANINGS[row.meaning]}, {row.at:%Y-%m-%d %H:%M} UTC"
        for row, valid in signatures_of(card)
        if valid
    ]
    if signed:
        yield "2g", Item(_("Signatures on the card"), card.number, lines=signed)


def _linked(system: System, version: Any, card: Any, actor: Any) -> Iterable[tuple[str, Item]]:
    """Datasets and risks that are linked with the system, its version or its card."""
    members = [record for record in (system, version, card) if record is not None]
    for key, register, label in (("2d", "datasets", _("Datasets")), ("5", "risks", _("Risks"))):
        found = {}
        for member in members:
            for entries in (edges.targets(member.pk, register=register), edges.sources(member.pk, register=register)):
                found |= {entry.number: entry for entry in visible_to(entries, actor)[:MOST]}
        if found:
            lines = [f"{number} {entry.title}" for number, entry in sorted(found.items())]
            yield key, Item(label, system.number, lines=lines)


def _monitored(system: System, version: SystemVersion | None, actor: Any) -> Iterable[tuple[str, Item]]:
    of: dict[str, Any] = {"version": version} if version else {"version__system": system}
    lines = [f"{m.number} {m.title}" for m in visible_to(Monitor.objects.filter(**of), actor).order_by("pk")[:MOST]]
    if lines:
        yield "9", Item(_("Monitors"), system.number, lines=lines)
