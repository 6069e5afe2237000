"""One edition of a file against the tables: what is new, changed and gone, and writing it."""

import datetime
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ..models import Edition, Requirement, Standard
from .result import Part
from .shapes import Catalogue, Refusal
from .tree import Placed, defects, place

_KEY = re.compile(r"[^a-z0-9]+")
RESERVED = frozenset({"mappings", "imports"})  # words of our own addresses
COMPARED = ("title", "text", "assessable", "number", "note", "parent_id")
WRITTEN = ("title", "text", "assessable", "number", "note", "parent_id", "kind", "position", "depth", "withdrawn_at")
BATCH = 500
LONGEST_KEY = 36  # so that a number has room behind it


def take(cat: Catalogue, *, sha256: str, at: datetime.datetime) -> Part:
    """Bring one edition in: compare, and write what differs. A defect anywhere and nothing of it is taken."""
    part = Part("edition", nodes=len(cat.nodes), assessable=sum(n.assessable for n in cat.nodes))
    edition = Edition.objects.select_related("standard").filter(file_id=cat.file_id).first()
    part.ref = edition.key if edition else key_for(cat)
    part.edition = str(edition) if edition else _named(cat, part.ref)
    part.refused, part.orphans = defects(cat.nodes)
    if not part.refused and (clash := _clash(cat, edition)):
        part.refused.append(Refusal(part.ref, clash))
    if not cat.nodes:
        part.refused.append(Refusal(part.ref, _("It has no requirements.")))
    there = {r.file_id: r for r in edition.requirements.all()} if edition else {}
    placed: list[Placed] = []
    if not part.refused:
        placed, part.refused = place(cat.nodes, {i: r.ref for i, r in there.items()})
    part.was_refused = bool(part.refused)
    if part.was_refused:
        return part
    part.depth, part.is_new = max(p.depth for p in placed) + 1, edition is None
    edition = edition or _edition(cat, part.ref, at)
    _write(edition, placed, there, part, at)
    if part.alters:
        edition.changed_at, edition.file_sha256 = at, sha256
        edition.save(update_fields=["changed_at", "file_sha256"])
    return part


def key_for(cat: Catalogue) -> str:
    """A free key for a new edition: its standard and edition in small letters, `nist-csf-1-1-2025`."""
    words = f"{cat.standard} {cat.edition[:4] if cat.edition[:2] == '20' else cat.edition}"
    key = _KEY.sub("-", words.casefold()).strip("-") or "standard"
    if len(key) > LONGEST_KEY:
        key = key[: LONGEST_KEY + 1].rpartition("-")[0] or key[:LONGEST_KEY]
    found, n = key, 2
    while found in RESERVED or Edition.objects.filter(key=found).exists():
        found, n = f"{key}-{n}", n + 1
    return found


def _named(cat: Catalogue, key: str) -> str:
    """What a new edition is called; with its key behind where another one is called that already."""
    name = cat.name or f"{cat.standard}:{cat.edition}"
    taken = any(str(other) == name for other in Edition.objects.select_related("standard"))
    return f"{name} ({key})" if taken else name


def _name(cat: Catalogue, key: str) -> str:
    """The name to be kept: none where standard and edition say it."""
    said = _named(cat, key)
    return "" if said == f"{cat.standard}:{cat.edition}" else said


def _clash(cat: Catalogue, edition: Edition | None) -> str:
    """Why a new edition cannot stand beside those that are there, "" where it can."""
    if edition is not None:
        return ""
    other = Edition.objects.filter(standard__ref=cat.standard, edition=cat.edition).first()
    if other is None:
        return ""
    said = _("“%(other)s” is here already, with the key %(key)s, from another file. Say another edition.")
    return said % {"other": other, "key": other.key}


def _edition(cat: Catalogue, key: str, at: datetime.datetime) -> Edition:
    standard, _new = Standard.objects.get_or_create(ref=cat.standard, defaults={"title": cat.standard_title})
    return Edition.objects.create(
        standard=standard, key=key, edition=cat.edition, title=cat.title, name=_name(cat, key), style="plain",
        in_force_from=cat.in_force_from, origin="imported", provider=cat.provider, file_id=cat.file_id, changed_at=at,
    )  # fmt: skip


def _write(edition: Edition, placed: list[Placed], there: dict[str, Requirement], part: Part, at: Any) -> None:
    """Level by level, so that a parent has its number before its children need it."""
    rows, altered = dict(there), []
    for depth in range(part.depth):
        fresh = []
        for p in (p for p in placed if p.depth == depth):
            values = _values(p, rows)
            row = there.get(p.node.file_id)
            if row is None:
                key = f"{edition.key}:{p.ref}"
                fresh.append(Requirement(edition=edition, key=key, ref=p.ref, file_id=p.node.file_id, **values))
                part.added.append(f"{p.node.number or p.ref} {p.node.title}")
            elif differing := [n for n in WRITTEN if getattr(row, n) != values[n]]:
                if said := [n for n in differing if n in (*COMPARED, "withdrawn_at")]:
                    names = ", ".join(str(_LABELS[n]) for n in said)
                    part.changed.append(f"{p.node.number or p.ref} {p.node.title} ({names})")
                for name in differing:
                    setattr(row, name, values[name])
                altered.append(row)
        for row in Requirement.objects.bulk_create(fresh, batch_size=BATCH):
            rows[row.file_id] = row
    Requirement.objects.bulk_update(altered, WRITTEN, batch_size=BATCH)
    _withdraw(there, {p.node.file_id for p in placed}, part, at)


def _values(p: Placed, rows: dict[str, Requirement]) -> dict[str, Any]:
    parent = rows[p.node.parent_id].pk if p.node.parent_id else None
    return {
        "title": p.node.title, "text": p.node.text, "assessable": p.node.assessable, "number": p.node.number,
        "note": p.node.note, "parent_id": parent, "kind": p.node.kind, "position": p.position, "depth": p.depth,
        "withdrawn_at": None,
    }  # fmt: skip


def _withdraw(there: dict[str, Requirement], kept: set[str], part: Part, at: datetime.datetime) -> None:
    """What left the file is marked, never removed: records name it."""
    gone = [r for file_id, r in there.items() if file_id not in kept and r.withdrawn_at is None]
    part.gone += [f"{r.number or r.ref} {r.title}" for r in gone]
    Requirement.objects.filter(pk__in=[r.pk for r in gone]).update(withdrawn_at=at)


_LABELS = {  # of what people are told about
    "title": _l("title"), "text": _l("text"), "assessable": _l("assessable or not"), "number": _l("number"),
    "note": _l("note"), "parent_id": _l("what it stands below"), "withdrawn_at": _l("back again"),
}  # fmt: skip
