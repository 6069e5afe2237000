"""What an approval rests on, and what of it has changed since: the causes for another look.

Computed from the present at every question, so that the gate never waits for a job. What is material is said by the
policy the card was approved under; another class, or a class without a policy, always is.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from qms.links import edges
from qms.records.models import Entry, LedgerRow

from .gates import datasets_of, policy_for, why_not

#: Kinds of what a card rests on → registers. Registers that are not installed have no records.
REGISTERS = {"dataset": "datasets", "risk": "risks", "nonconformity": "nonconformities", "monitor": "monitors"}
MOST = 500


def resting_on(card: Any) -> list[dict[str, str]]:
    """The records that the approval rests on, each with the hash of its content now, as `rested_on` keeps them."""
    policy = policy_for(card.system.risk_class)
    rows = [_row("policy", policy.entry)] if policy is not None else []
    datasets = list(_datasets(card))
    risks, problems = list(_risks(card)), list(_open_problems(card))
    hashes = _content([*datasets, *risks, *([policy.entry] if policy else [])])
    rows += [_row("dataset", e) for e in datasets] + [_row("risk", e) for e in risks]
    for row in rows:
        row["hash"] = hashes.get(row["number"], "")
    return rows + [_row("nonconformity", e) for e in problems]


@dataclass(frozen=True)
class Cause:
    """One thing that has changed: in a sentence, and the address of the record to look at ("" for the card's own)."""

    text: str
    url: str = ""


def causes_of(card: Any, *, at: datetime.datetime) -> list[str]:
    """In sentences: what has changed materially since the approval, as it is at `at`. Empty when nothing has."""
    return [cause.text for cause in grounds_of(card, at=at)]


def grounds_of(card: Any, *, at: datetime.datetime) -> list[Cause]:
    """The same with the records to look at. A signal and the nonconformity that it opened are one."""
    material = set(card.policy.material) if card.policy_id else set()
    before = {(row["kind"], row["number"]): row["hash"] for row in card.rested_on}
    signals = _signals(card, at) if "monitor" in material else []
    found = [Cause(said) for said in _class(card)]
    if "policy" in material and not found:
        found += [Cause(said) for said in _policy(card)]
    if "dataset" in material:
        found += _changed(card, "dataset", list(_datasets(card)), before) + _unfit(card)
    if "risk" in material:
        found += _changed(card, "risk", list(_risks(card)), before)
    if "nonconformity" in material:
        told = {cause.url for cause in signals}
        new = [e for e in _open_problems(card) if ("nonconformity", e.number) not in before]
        found += [Cause(_("%s is open.") % _named(e, card), _at(e.number)) for e in new if _at(e.number) not in told]
    return found + signals


def _at(number: str) -> str:
    return f"/r/{number}"


def _class(card: Any) -> list[str]:
    """The class of the system is no longer the one that the card was approved for, or nothing releases it."""
    system = card.system
    if card.policy_id and card.policy.risk_class != system.risk_class:
        was, now = card.policy.get_risk_class_display(), system.get_risk_class_display()
        said = _("%(system)s is now classified “%(now)s”; the card was approved for “%(was)s”.")
        return [said % {"system": system.number, "now": now, "was": was}]
    return [] if policy_for(system.risk_class) else [_("No release policy is in force for this class any more.")]


def _row(kind: str, entry: Entry) -> dict[str, str]:
    return {"kind": kind, "number": entry.number, "hash": ""}


def _named(entry: Entry, card: Any) -> str:
    """Number and title; the number alone where not everybody who sees the card sees that record too."""
    if entry.audience == "everyone" or (entry.audience == "unit" and entry.unit_id == card.unit_id):
        return f"{entry.number} “{entry.title}”"
    return entry.number


def _datasets(card: Any) -> Any:
    return edges.targets(card.pk, "concerns", "datasets")[:MOST]


def _about(card: Any) -> list[int]:
    """The entries that stand for this version: the card, the version, the system, its monitors and deployments."""
    version = card.version
    parts = (rows.values_list("pk", flat=True) for rows in (version.monitors, version.deployments))
    return [card.pk, card.version_id, card.system_id, *(pk for part in parts for pk in part)]


def _risks(card: Any) -> Any:
    """Risks that are linked to any of them, whichever end the link starts at."""
    return _linked(_about(card), REGISTERS["risk"])


def _open_problems(card: Any) -> Any:
    """Open nonconformities about any of them, or about a dataset that the card rests on."""
    about = [*_about(card), *_datasets(card).values_list("pk", flat=True)]
    return _linked(about, REGISTERS["nonconformity"]).filter(phase__in=("draft", "open"))


def _linked(about: list[int], register: str) -> Any:
    from qms.links.models import Link

    ends = Link.objects.filter(removed_at=None)
    near = ends.filter(target_id__in=about).values("source_id")
    far = ends.filter(source_id__in=about).values("target_id")
    rows = Entry.objects.filter(register=register)
    return (rows.filter(pk__in=near) | rows.filter(pk__in=far)).order_by("pk")


def _content(entries: list[Entry]) -> dict[str, str]:
    """The hash of each record's content at its present revision, from the ledger."""
    if not entries:
        return {}
    rows = LedgerRow.objects.filter(entry__in=[e.pk for e in entries], rev=F("entry__rev"))
    return {number: bytes(held).hex() for number, held in rows.values_list("entry__number", "content_hash") if held}


def _changed(card: Any, kind: str, entries: list[Entry], before: dict[tuple[str, str], str]) -> list[Cause]:
    now = _content(entries)
    found = []
    for entry in entries:
        was = before.get((kind, entry.number))
        if was is None:
            found.append(Cause(_("%s was linked after the approval.") % _named(entry, card), _at(entry.number)))
        elif was != now.get(entry.number, ""):
            found.append(Cause(_("%s has changed since the approval.") % _named(entry, card), _at(entry.number)))
    there = {e.number for e in entries}
    gone = [number for (k, number) in before if k == kind and number not in there]
    return found + [Cause(_("%s is no longer linked.") % number, _at(number)) for number in gone]


def _unfit(card: Any) -> list[Cause]:
    """Datasets that are no longer approved, or of which a required check has failed since."""
    unfit = [(data.number, why_not(data)) for data in datasets_of(card)]
    return [Cause(f"{number}: {said}", _at(number)) for number, said in unfit if said]


def _signals(card: Any, at: datetime.datetime) -> list[Cause]:
    from .signals import signals_of

    return [Cause(said, _at(number)) for said, number in signals_of(card.version, at)]


def _policy(card: Any) -> list[str]:
    """Another policy of the class is in force."""
    now = policy_for(card.system.risk_class)
    if now is None or now.pk == card.policy_id:
        return []
    return [_("%s is in force now; the card was approved under another policy.") % now.number]
