"""What an approval rests on, and what of it has changed since: the causes for another look.

Computed from the present at every question, so that the gate never waits for a job. What is material is said by the
policy the card was approved under; another class, or a class without a policy, always is.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from qms.records.models import Entry, LedgerRow

from .around import Around
from .gates import datasets_among, why_not


def resting_on(card: Any) -> list[dict[str, str]]:
    """The records that the approval rests on, each with the hash of its content now, as `rested_on` keeps them."""
    around = Around(card)
    policy = around.policy
    rows = [_row("policy", policy.entry)] if policy is not None else []
    hashes = _content([*around.datasets, *around.risks, *([policy.entry] if policy else [])])
    rows += [_row("dataset", e) for e in around.datasets] + [_row("risk", e) for e in around.risks]
    for row in rows:
        row["hash"] = hashes.get(row["number"], "")
    return rows + [_row("nonconformity", e) for e in around.problems]


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
    around = Around(card)
    material = set(card.policy.material) if card.policy_id else set()
    before = {(row["kind"], row["number"]): row["hash"] for row in card.rested_on}
    signals = _signals(card, at) if "monitor" in material else []
    found = [Cause(said) for said in _class(around)]
    if "policy" in material and not found:
        found += [Cause(said) for said in _policy(around)]
    if "dataset" in material:
        found += _changed(card, "dataset", around.datasets, before) + _unfit(around.datasets)
    if "risk" in material:
        found += _changed(card, "risk", around.risks, before)
    if "nonconformity" in material:
        told = {cause.url for cause in signals}
        new = [e for e in around.problems if ("nonconformity", e.number) not in before]
        found += [Cause(_("%s is open.") % _named(e, card), _at(e.number)) for e in new if _at(e.number) not in told]
    return found + signals


def _at(number: str) -> str:
    return f"/r/{number}"


def _class(around: Around) -> list[str]:
    """The class of the system is no longer the one that the card was approved for, or nothing releases it."""
    card, system = around.card, around.card.system
    if card.policy_id and card.policy.risk_class != system.risk_class:
        was, now = card.policy.get_risk_class_display(), system.get_risk_class_display()
        said = _("%(system)s is now classified “%(now)s”; the card was approved for “%(was)s”.")
        return [said % {"system": system.number, "now": now, "was": was}]
    return [] if around.policy else [_("No release policy is in force for this class any more.")]


def _row(kind: str, entry: Entry) -> dict[str, str]:
    return {"kind": kind, "number": entry.number, "hash": ""}


def _named(entry: Entry, card: Any) -> str:
    """Number and title; the number alone where not everybody who sees the card sees that record too."""
    if entry.audience == "everyone" or (entry.audience == "unit" and entry.unit_id == card.unit_id):
        return f"{entry.number} “{entry.title}”"
    return entry.number


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


def _unfit(entries: list[Entry]) -> list[Cause]:
    """Datasets that are no longer approved, or of which a required check has failed since."""
    unfit = [(data.number, why_not(data)) for data in datasets_among(entries)]
    return [Cause(f"{number}: {said}", _at(number)) for number, said in unfit if said]


def _signals(card: Any, at: datetime.datetime) -> list[Cause]:
    from .signals import signals_of

    return [Cause(said, _at(number)) for said, number in signals_of(card.version, at)]


def _policy(around: Around) -> list[str]:
    """Another policy of the class is in force."""
    now = around.policy
    if now is None or now.pk == around.card.policy_id:
        return []
    return [_("%s is in force now; the card was approved under another policy.") % now.number]
