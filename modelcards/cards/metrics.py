"""Metric rows of a card (requirement MC-05): read from anything, checked, kept as plain text and whole numbers.

A row is a dict with the keys of `KEYS` that have a value; figures are text, `n` is an int, there is no float.
"""

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid
from qms.lib.text import tidy

from . import numbers, units
from .measures import measure, type_of

Row = dict[str, Any]

#: The keys of a row in the order in which they are shown, with their labels.
KEYS: dict[str, Any] = {
    "type": gettext_lazy("measure"),
    "name": gettext_lazy("name"),
    "value": gettext_lazy("value"),
    "unit": gettext_lazy("unit"),
    "direction": gettext_lazy("direction"),
    "dataset": gettext_lazy("dataset"),
    "dataset_id": gettext_lazy("dataset id"),
    "dataset_version": gettext_lazy("dataset version"),
    "config": gettext_lazy("configuration"),
    "split": gettext_lazy("split"),
    "slice": gettext_lazy("slice"),
    "n": gettext_lazy("number of cases (n)"),
    "lower": gettext_lazy("lower bound"),
    "upper": gettext_lazy("upper bound"),
    "level": gettext_lazy("confidence level"),
    "threshold": gettext_lazy("threshold"),
    "decision_threshold": gettext_lazy("decision threshold"),
    "code_version": gettext_lazy("code version"),
    "date": gettext_lazy("date"),
    "file": gettext_lazy("file"),
    "task": gettext_lazy("task"),
    "model": gettext_lazy("model"),
}
DIRECTIONS = ("higher", "lower")
FIGURES = ("value", "lower", "upper", "threshold", "decision_threshold")
LONGEST = 300
#: What MC-05 asks of every row, in the order in which a missing one is named.
EXPECTED = ("n", "dataset_version", "lower", "threshold", "date", "code_version")


def read_row(raw: Mapping[str, Any], *, place: str, today: datetime.date) -> Row:
    """The row that `raw` describes.

    Arguments: `place` names the row in refusals (“Row 3”), `today` is the last day that a date may have.
    A figure may end with a % sign, which is its unit. The unit of a proportion between 0 and 1 without unit is
    "fraction"; above 1 it stays open, and a comparison asks for it. The direction of a well-known measure is known.

    Raises Invalid with a sentence for every wrong field: not a number, not finite, larger than 10^15, an interval that
    does not hold the value, a date in the future, a direction against the measure's own, a key that is none.
    """
    reader = _Reader(raw, today)
    if reader.faults:
        raise Invalid(*(f"{place}: {said}" if said[-1] in ".?" else f"{place}: {said}." for said in reader.faults))
    return {key: reader.row[key] for key in KEYS if reader.row.get(key) not in (None, "")}


class _Reader:
    """Reads one row and keeps every fault it meets."""

    def __init__(self, raw: Mapping[str, Any], today: datetime.date) -> None:
        self.raw, self.row, self.faults = raw, Row(), list[str]()
        self.faults += [_("“%s” is no field of a metric") % str(key)[:60] for key in raw if key not in KEYS]
        for key in KEYS:
            if key in FIGURES or key in ("n", "level", "date", "file", "unit", "direction"):
                continue
            self.take(key, self.text)
        self.row["type"] = type_of(self.row.get("type") or self.row.get("name") or "")
        if not self.row["type"]:
            self.faults.append(_("the measure has no name; say for example accuracy"))
        self.known = measure(self.row["type"])
        self.take("unit", self.text)
        self.take("direction", self.direction)
        if self.raw.get("value") in (None, ""):
            self.fault("value", _("is missing"))
        self.percent = "percent" in [self.take_figure(key) for key in FIGURES]
        self.take("n", numbers.count)
        self.take("level", self.level)
        self.take("date", lambda given: numbers.day(given, today=today))
        self.take("file", numbers.sha256)
        self.settle_unit()
        self.check_threshold()
        self.check_interval()

    def fault(self, key: str, said: object) -> None:
        self.faults.append(_("the %(field)s %(said)s") % {"field": KEYS[key], "said": said})

    def take(self, key: str, read: Callable[[Any], Any]) -> None:
        """Read `key` if it is given."""
        given = self.raw.get(key)
        if given is None or (isinstance(given, str) and not given.strip()):
            return
        try:
            self.row[key] = read(given)
        except ValueError as error:
            self.fault(key, error)

    def take_figure(self, key: str) -> str:
        """Read a figure; gives the unit that stood behind it."""
        unit = ""

        def read(given: Any) -> str:
            nonlocal unit
            value, unit = numbers.number(given)
            return numbers.plain(value)

        self.take(key, read)
        if (
            key == "value"
            and key not in self.row
            and not any(f.startswith(_("the %s") % KEYS[key]) for f in self.faults)
        ):
            self.fault(key, _("is missing"))
        return unit

    def text(self, given: Any) -> str:
        if isinstance(given, Mapping | list | tuple):
            raise ValueError(_("is a list or an object; write it as text"))
        said = tidy(" ".join(str(given).split()))
        if len(said) > LONGEST:
            raise ValueError(_("has more than %d characters") % LONGEST)
        return said

    def direction(self, given: Any) -> str:
        said = str(given).strip().casefold().removesuffix(" is better")
        if said not in DIRECTIONS:
            raise ValueError(_("is “%s”; write higher or lower") % said[:60])
        if self.known and said != self.known.direction:
            raise ValueError(_("is “%(said)s”, but of %(type)s the other is better") % {"said": said, **self.row})
        return said

    def level(self, given: Any) -> str:
        value, unit = numbers.number(given)
        value = value / 100 if unit else value
        if not 0 < value < 1:
            raise ValueError(_("is “%s”; write it between 0 and 1, for example 0.95") % str(given)[:60])
        return numbers.plain(value)

    def settle_unit(self) -> None:
        """The unit from the field, a % sign or the measure; a share that cannot be one is refused."""
        row = self.row
        unit = units.spelled(row.get("unit", ""))
        if self.percent:
            if unit not in ("", "percent"):
                self.fault("unit", _("is “%s”, but a figure ends with %%") % unit)
            unit = "percent"
        row["direction"] = row.get("direction") or (self.known.direction if self.known else "")
        if "value" in row:
            unit = unit or units.default(self.known, Decimal(row["value"]))
            if said := units.beyond_scale(self.known, unit, Decimal(row["value"])):
                self.fault("value", said)
        row["unit"] = unit

    def check_threshold(self) -> None:
        """The threshold is in the unit of the value; 92.3 against 0.9 is asked about and never judged.

        Also in percent: 0.9 % is rarely meant, and fractions leave no doubt.
        """
        if not {"value", "threshold"} <= self.row.keys():
            return
        value, limit = Decimal(self.row["value"]), Decimal(self.row["threshold"])
        if units.may_differ(self.known, self.row["unit"], value, limit):
            said = _("is %(limit)s and the value %(value)s. Say the unit: both in percent, or both as fractions")
            self.fault("threshold", said % {"limit": limit, "value": value})

    def check_interval(self) -> None:
        """The interval holds the value and is not upside down. It may reach beyond the scale: normal ones do."""
        row = self.row
        low, value, high = (Decimal(row[key]) if key in row else None for key in ("lower", "value", "upper"))
        if low is not None and high is not None and low > high:
            self.fault("lower", _("is above the upper bound"))
        elif value is not None and low is not None and value < low:
            self.fault("value", _("lies under its interval; one of them belongs to another run"))
        elif value is not None and high is not None and value > high:
            self.fault("value", _("lies above its interval; one of them belongs to another run"))


def label(row: Row) -> str:
    """How a row is called on screen: its name, or its measure."""
    return str(row.get("name") or row.get("type") or "")


def missing(row: Row) -> tuple[str, ...]:
    """The keys that MC-05 asks for and the row does not have, `n` first; either bound makes an interval."""
    return tuple(key for key in EXPECTED if not row.get(key) and not (key == "lower" and row.get("upper")))


def status(row: Row, files: Collection[str]) -> str:
    """ "verified" if the row names the SHA-256 of one of `files`, those that are really attached; else "declared"."""
    return "verified" if row.get("file") and row["file"] in files else "declared"


IDENTITY = ("model", "task", "type", "name", "dataset_id", "dataset", "dataset_version", "config", "split", "slice")


def identity(row: Row) -> tuple[str, ...]:
    """What makes two rows the same measurement of another version; the dataset's version is part of it."""
    return tuple(str(row.get(key, "")) for key in IDENTITY)


def sentences(rows: list[Row]) -> Iterator[str]:
    """What a reader should know about rows that were taken: no n, no unit, an interval beyond the scale."""
    without = sum(1 for row in rows if not row.get("n"))
    if without:
        yield _("%(without)d of %(all)d metrics have no number of cases (n).") % {"without": without, "all": len(rows)}
    for row in rows:
        known = measure(row["type"])
        if known and known.scale != "open" and not row.get("unit"):
            yield _("%(label)s is %(value)s without a unit: percent or fraction?") % {"label": label(row), **row}
        high, most = row.get("upper"), {"fraction": 1, "percent": 100}.get(row.get("unit", ""))
        if known and known.bounded and high and most and Decimal(high) > most:
            yield _("The interval of %(label)s reaches %(upper)s, beyond the scale.") % {"label": label(row), **row}
