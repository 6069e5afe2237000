"""The form in which a person says what the columns of a file mean: shown from a run, read from a request."""

import re
from collections.abc import Mapping as Sent
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.imports.dates import STYLES, in_words
from qms.imports.mapping import DROP, KEEP, Mapping
from qms.imports.models import ImportRun
from qms.imports.targets import Target, keeping_field, targets
from qms.registers.registry import registry

#: Inputs of a column by its place, and of a cell that means nothing yet.
OF_COLUMN = re.compile(r"(column|dates|decimals)-\d+|(text|value)-\d+-\d+")
Choice = tuple[str, str, bool]  # value, label, whether chosen


@dataclass
class ColumnRow:
    """One column of the file as the form shows it."""

    place: int
    name: str
    samples: list[str]
    fields: list[Choice]
    dates: list[Choice] = field(default_factory=list)
    decimals: list[Choice] = field(default_factory=list)
    unknown: list[tuple[int, str, list[Choice]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def columns_of(run: ImportRun) -> list[ColumnRow]:
    """The columns with what is chosen, what can be chosen and what they leave open."""
    register, mapping = registry[run.register], Mapping(**run.mapping)
    known = targets(register)
    return [_column(place, name, run, mapping, known, register) for place, name in enumerate(run.seen["columns"])]


def _column(
    place: int, name: str, run: ImportRun, mapping: Mapping, known: dict[str, Target], register: Any
) -> ColumnRow:
    chosen = mapping.columns.get(name, DROP)
    samples = list(dict.fromkeys(c for row in run.seen["sample"] if (c := row[place].strip())))
    row = ColumnRow(place, name, samples[:3], _fields(register, known, chosen), said=run.questions.get(name, []))
    target = known.get(chosen)
    if target is None:
        return row
    if target.kind in ("date", "moment"):
        style = mapping.dates.get(name, "")
        row.dates = [("", _("found in the file"), not style)] + [(s, in_words(s), s == style) for s in STYLES]
    elif target.kind in ("number", "whole"):
        mark, words = mapping.decimals.get(name, ""), {".": _("decimal point"), ",": _("decimal comma")}
        row.decimals = [("", _("found in the file"), not mark)] + [(m, w, m == mark) for m, w in words.items()]
    row.unknown = _unknown(name, target, run, mapping)
    return row


def _fields(register: Any, known: dict[str, Target], chosen: str) -> list[Choice]:
    keeper = keeping_field(register)
    found = [(t.name, t.label, t.name == chosen) for t in known.values()]
    if keeper:
        kept = _("Keep as text in “%s”") % register.fields[keeper].verbose_name
        found.insert(0, (KEEP, kept, chosen == KEEP))
    return [(DROP, _("Leave out"), chosen == DROP), *found]


def _unknown(name: str, target: Target, run: ImportRun, mapping: Mapping) -> list[tuple[int, str, list[Choice]]]:
    """Cells that mean nothing yet, or were given a meaning by hand, with what they may mean."""
    if target.kind not in ("choice", "state", "person"):
        return []
    given = mapping.values.get(name, {})
    options = [(key, label) for key, label in target.choices]
    found = []
    for place, text in enumerate(_texts(name, run, mapping)):
        now = given.get(text)
        choices = [("?", _("not decided"), now is None), ("", _("leave empty"), now == "")]
        found.append((place, text, choices + [(key, label, key == now) for key, label in options]))
    return found


def _texts(name: str, run: ImportRun, mapping: Mapping) -> list[str]:
    return [*mapping.values.get(name, {}), *run.result.get("unknown", {}).get(name, [])]


def mapping_from(sent: Sent[str, str], run: ImportRun) -> Mapping:
    """The mapping that a person sent with the form."""
    before = Mapping(**run.mapping)
    mapping = Mapping(unit=sent.get("unit", ""), given=before.given)
    for place, name in enumerate(run.seen["columns"]):
        mapping.columns[name] = sent.get(f"column-{place}") or DROP
        if style := sent.get(f"dates-{place}", ""):
            mapping.dates[name] = style
        if mark := sent.get(f"decimals-{place}", ""):
            mapping.decimals[name] = mark
        if mapping.columns[name] != before.columns.get(name):
            continue  # what a cell meant for another field means nothing here
        for n in range(len(_texts(name, run, before))):
            text, key = sent.get(f"text-{place}-{n}", ""), sent.get(f"value-{place}-{n}", "?")
            if text and key != "?":
                mapping.values.setdefault(name, {})[text] = key
    return mapping


def units_for(run: ImportRun, actor: Any) -> list[Choice]:
    """Units that rows without one may be given."""
    chosen = Mapping(**run.mapping).unit
    rows = Unit.objects.filter(pk__in=reach(actor).unit_ids()).order_by("path")
    mine = getattr(actor.unit, "name", "")
    return [("", _("yours: %s") % mine if mine else _("none"), not chosen)] + [
        (u.code, u.name, u.code == chosen) for u in rows
    ]
