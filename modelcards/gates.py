"""The gates of a release policy, judged over plain data: passed, failed, or not applicable, each with its reason.

EU AI Act Art. 9(8): tests against metrics and thresholds that were defined before. Anything that is absent, undefined,
undated or of an unknown unit is failed, never passed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .cards import schema
from .cards.comparing import meets
from .cards.measures import type_of
from .cards.placeholders import is_empty

PASSED, FAILED, NOT_APPLICABLE = "passed", "failed", "n/a"
#: A fairness ratio is better the higher it is; a difference the lower.
RATIOS = frozenset({"demographic_parity_ratio", "equalized_odds_ratio"})
OVERALL = frozenset({"", "overall", "all"})


@dataclass(frozen=True)
class Gate:
    """One judgement. `key` names it in the API, `label` in words."""

    key: str
    label: str
    result: str
    reason: str

    @property
    def failed(self) -> bool:
        """Whether it keeps the card from being submitted."""
        return self.result == FAILED


@dataclass(frozen=True)
class Facts:
    """What the gates look at: texts by field, metric rows, hashes of the files, datasets with what they lack."""

    texts: dict[str, str]
    metrics: Sequence[dict[str, Any]]
    files: frozenset[str] = frozenset()
    datasets: Sequence[tuple[str, str]] = field(default_factory=list)  # number, why it does not do ("" if it does)


def judge(policy: Any, facts: Facts) -> list[Gate]:
    """Every gate of the policy: one per required section, threshold and fairness result, and one for the datasets."""
    return [
        *(_section(name, facts) for name in policy.required),
        *(_threshold(row, policy, facts) for row in policy.thresholds),
        *(_fairness(row, policy, facts) for row in policy.fairness),
        _datasets(policy, facts),
    ]


def _section(name: str, facts: Facts) -> Gate:
    field = schema.fields().get(name)
    if field is None:
        return Gate(f"section:{name}", name, FAILED, _("The schema of cards has no such section any more."))
    empty = is_empty(facts.texts.get(name, ""), none_is_answer=field.none)
    said = _("Nothing is said here yet.") if empty else _("Filled in.")
    return Gate(f"section:{name}", _("Section “%s”") % field.label, FAILED if empty else PASSED, said)


def _threshold(row: dict[str, Any], policy: Any, facts: Facts) -> Gate:
    where = "" if row["slice"] in OVERALL else f" · {row['slice']}"
    label = _("%(metric)s%(where)s, %(direction)s %(limit)s") % {
        "metric": row["metric"], "where": where, "limit": row["limit"],
        "direction": _("at least") if row["direction"] == "higher" else _("at most"),
    }  # fmt: skip
    found = [m for m in facts.metrics if _is(m, row["metric"]) and _slice(m) == _slice(row)]
    key = f"metric:{row['metric']}{where}"
    if not found:
        return Gate(key, label, FAILED, _("The card has no such metric."))
    return _judged(key, label, found, [said for m in found if (said := fault_of(m, row, policy, facts))])


def _judged(key: str, label: str, found: list[dict[str, Any]], faults: list[str]) -> Gate:
    if faults:
        return Gate(key, label, FAILED, " ".join(dict.fromkeys(faults)))
    return Gate(key, label, PASSED, _met(found))


def fault_of(metric: dict[str, Any], limit: dict[str, Any], policy: Any, facts: Facts) -> str:
    """Why a metric row does not meet a threshold; "" when it does."""
    if said := _unfit(metric, limit, policy, facts):
        return said
    unit = "" if limit.get("unit", "other") == "other" else limit["unit"]
    try:
        met = meets({**metric, "direction": limit["direction"]}, limit["limit"], unit=unit, by=limit.get("by", "point"))
    except (Invalid, ValueError) as refused:
        return str(refused)
    if met:
        return ""
    return _("%(value)s misses %(limit)s.") % {"value": metric["value"], "limit": limit["limit"]}


def _unfit(metric: dict[str, Any], limit: dict[str, Any], policy: Any, facts: Facts) -> str:
    """Why a row counts for nothing, whatever its value."""
    if not metric.get("value"):
        return _("It has no value: what is undefined is not passed.")
    if not metric.get("date"):
        return _("It has no date, so nothing shows that the threshold was fixed before the test.")
    if metric["date"] <= limit["fixed_on"]:
        return _("It was tested on %(date)s, not after the threshold was fixed on %(fixed)s.") % {
            "date": metric["date"], "fixed": limit["fixed_on"],
        }  # fmt: skip
    if policy.verified_only and metric.get("file", "") not in facts.files:
        return _("It is declared only: attach the file that shows it and name its SHA-256.")
    if policy.smallest_n and (_number(metric.get("n")) or 0) < policy.smallest_n:
        return _("n is %(n)s, and fewer than %(least)d cases do not count.") % {
            "n": metric.get("n") or _("not given"), "least": policy.smallest_n,
        }  # fmt: skip
    return ""


def _fairness(row: dict[str, Any], policy: Any, facts: Facts) -> Gate:
    label = _("%(measure)s between groups of %(attribute)s") % row
    key = f"fairness:{row['measure']}:{row['attribute']}"
    found = [m for m in facts.metrics if _is(m, row["measure"]) and _slice(m) == _slice({"slice": row["attribute"]})]
    if not found:
        return Gate(key, label, FAILED, _("There is no such result: absent is not passed."))
    direction = "higher" if row["measure"] in RATIOS else "lower"
    limit = {**row, "direction": direction, "unit": "other", "by": "point"}
    return _judged(key, label, found, [said for m in found if (said := fault_of(m, limit, policy, facts))])


def _datasets(policy: Any, facts: Facts) -> Gate:
    label = _("Datasets recorded")
    if faults := [f"{number}: {why}" for number, why in facts.datasets if why]:
        return Gate("datasets", label, FAILED, " ".join(faults))
    if not facts.datasets:
        if policy.datasets_needed:
            return Gate(
                "datasets",
                label,
                FAILED,
                _(
                    "Link the datasets it was trained and tested on: under “Datasets” of the card, or by "
                    "&dataset=DAT-0001 where it is sent."
                ),
            )
        return Gate("datasets", label, NOT_APPLICABLE, _("The policy does not ask for them."))
    return Gate("datasets", label, PASSED, ", ".join(number for number, _why in facts.datasets))


def _is(metric: dict[str, Any], name: str) -> bool:
    return type_of(name) in (metric.get("type"), type_of(metric.get("name") or ""))


def _slice(row: dict[str, Any]) -> str:
    name = str(row.get("slice") or "").strip().lower()
    return "" if name in OVERALL else name


def _number(text: Any) -> Decimal | None:
    try:
        number = Decimal(str(text)) if text not in (None, "") else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _met(found: Iterable[dict[str, Any]]) -> str:
    return ", ".join(str(m.get("value")) for m in found)[:200]


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
