"""One mapping of a file against the tables: a row whose ends are not loaded is kept out, with its reason."""

import datetime
import re

from django.utils.translation import gettext as _

from ..models import RELATIONS, Edition, MappingRow, MappingSet, Requirement
from .result import Part
from .shapes import Mapping, Pair, Refusal

_KEY = re.compile(r"[^a-z0-9]+")
#: How files write the relations.
WORDS = {
    **{key: key for key, _label in RELATIONS}, "intersect": "intersects", "equivalent": "equal", "equal to": "equal",
    "subset of": "subset", "superset of": "superset", "overlaps": "intersects",
}  # fmt: skip
UNRELATED = ("not_related", "not related", "no_relationship", "none")
BATCH = 1000
Ends = tuple[int, int]


def take(mapping: Mapping, *, sha256: str, at: datetime.datetime) -> Part:
    """Bring one mapping in. Rows that cannot be taken are refused one by one; without a good row nothing is written."""
    part = Part("mapping", ref=key_for(mapping), edition=mapping.title)
    ends = [_edition(name) for name in (mapping.source, mapping.target)]
    if clash := _clash(mapping, ends):
        part.refused, part.was_refused = [Refusal(mapping.title, clash)], True
        part.refused += [Refusal(p.where, _("Not taken, because an edition is missing.")) for p in mapping.pairs]
        return part
    source, target = ends
    assert source is not None and target is not None
    wanted = _wanted(mapping.pairs, _ids(source), _ids(target), part)
    if not wanted:
        part.was_refused = True
        return part
    held = MappingSet.objects.filter(file_id=mapping.file_id).first()
    part.is_new, part.mappings = held is None, len(wanted)
    if held is None:
        held = MappingSet.objects.create(
            key=part.ref, title=mapping.title, source=source, target=target, provenance=mapping.provenance or "?",
            version=mapping.version, origin="imported", file_id=mapping.file_id, changed_at=at,
        )  # fmt: skip
    part.edition = str(held)
    _write(held, wanted, part)
    if part.alters:
        held.version, held.changed_at, held.file_sha256 = mapping.version, at, sha256
        held.save(update_fields=["version", "changed_at", "file_sha256"])
    return part


def key_for(mapping: Mapping) -> str:
    """The key of the set: the last piece of its identity in small letters."""
    last = re.split(r"[:/]", mapping.file_id)[-1]
    return _KEY.sub("-", last.casefold()).strip("-")[:80].strip("-") or "mapping"


def _edition(name: str) -> Edition | None:
    return Edition.objects.filter(file_id=name).first() or Edition.objects.filter(key=name).first() if name else None


def _clash(mapping: Mapping, ends: list[Edition | None]) -> str:
    missing = [n for n, e in zip((mapping.source, mapping.target), ends, strict=True) if e is None]
    if missing:
        return _("Not loaded: %s. Bring the standard first, then the mapping again.") % ", ".join(
            f"“{m}”" for m in missing
        )
    if ends[0] == ends[1]:
        return _("The mapping leads from an edition to itself.")
    other = MappingSet.objects.filter(key=key_for(mapping)).exclude(file_id=mapping.file_id).first()
    return _("There is another mapping with the key “%s”.") % other.key if other else ""


def _ids(edition: Edition) -> dict[str, int]:
    """Requirements by everything a file may call them: identity, key, reference and number."""
    found: dict[str, int] = {}
    for pk, ref, key, number, file_id in edition.requirements.values_list("pk", "ref", "key", "number", "file_id"):
        for name in (number, ref, key, file_id):
            if name:
                found[name] = pk
    return found


def _wanted(
    pairs: list[Pair], sources: dict[str, int], targets: dict[str, int], part: Part
) -> dict[Ends, MappingRow]:  # fmt: skip
    found: dict[Ends, MappingRow] = {}
    for pair in pairs:
        ends = (sources.get(pair.source), targets.get(pair.target))
        why = _wrong(pair, ends)
        if not why and ends in found:
            why = _("The same two requirements stand in an earlier row.")
        if why:
            part.refused.append(Refusal(pair.where, why))
            continue
        one, other = ends
        assert one is not None and other is not None
        found[one, other] = MappingRow(
            source_id=one, target_id=other, relation=WORDS[pair.relation.casefold()],
            strength=int(pair.strength) if pair.strength else None, rationale=pair.rationale,
        )  # fmt: skip
    return found


def _wrong(pair: Pair, ends: tuple[int | None, int | None]) -> str:
    """Why a row is not taken, "" for a good one."""
    for name, pk in zip((pair.source, pair.target), ends, strict=True):
        if pk is None:
            return _("There is no requirement “%s” in the edition.") % name[:120]
    if not pair.relation:
        return _("It does not say how the two are related.")
    if pair.relation.casefold() in UNRELATED:
        return _("It says that the two are not related; nothing is passed on.")
    if pair.relation.casefold() not in WORDS:
        return _("“%s” is no relation. Known are: equal, superset, subset, intersects.") % pair.relation[:40]
    if pair.strength and not (
        pair.strength.isascii() and pair.strength.isdigit() and 1 <= int(pair.strength[:4]) <= 10
    ):
        return _("“%s” is no strength from 1 to 10.") % pair.strength[:20]
    return ""


def _write(held: MappingSet, wanted: dict[Ends, MappingRow], part: Part) -> None:
    there = {(r.source_id, r.target_id): r for r in held.rows.all()}
    fresh, altered = [], []
    for ends, row in wanted.items():
        old = there.pop(ends, None)
        if old is None:
            row.mapping = held
            fresh.append(row)
        elif (old.relation, old.strength, old.rationale) != (row.relation, row.strength, row.rationale):
            old.relation, old.strength, old.rationale = row.relation, row.strength, row.rationale
            altered.append(old)
    MappingRow.objects.bulk_create(fresh, batch_size=BATCH)
    MappingRow.objects.bulk_update(altered, ["relation", "strength", "rationale"], batch_size=BATCH)
    MappingRow.objects.filter(pk__in=[r.pk for r in there.values()]).delete()
    names = dict(Requirement.objects.filter(edition__in=[held.source_id, held.target_id]).values_list("pk", "key"))
    for said, rows in ((part.added, fresh), (part.changed, altered), (part.gone, there.values())):
        said += [f"{names[r.source_id]} → {names[r.target_id]}" for r in rows]
