"""A fairness result as data: exact fractions beside rounded numbers, "undefined" as null, and the note."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from .fairness import FOUR_FIFTHS, NOTE, Fairness, Group, Pair, assess

FEW = 30  # rows in a group below which one row moves a rate by several points


def as_data(result: Fairness) -> dict[str, Any]:
    """For JSON. Rates are floats, `exact` beside them the fraction as text; None is undefined."""
    return {
        "columns": list(result.columns),
        "rows": sum(g.n for g in result.groups),
        "groups": [_group(g, result) for g in result.groups],
        "pairs": [_pair(p, result) for p in result.pairs],
        "demographic_parity_difference": _float(result.parity_difference),
        "demographic_parity_ratio": _float(result.parity_ratio),
        "equalized_odds_difference": _float(result.odds_difference),
        "equalized_odds_ratio": _float(result.odds_ratio),
        "without_small": _without_small(result),
        "threshold": str(FOUR_FIFTHS),
        "warnings": warnings(result),
        "note": str(NOTE),
    }


def _without_small(result: Fairness) -> dict[str, float | None] | None:
    """The figures between the groups that are not too small; None where none is, or fewer than two are left."""
    kept = [g for g in result.groups if not g.small]
    if len(kept) == len(result.groups) or len(kept) < 2:
        return None
    found = assess(kept, columns=result.columns, minimum=0, share=Fraction(0))
    return {
        "demographic_parity_difference": _float(found.parity_difference),
        "demographic_parity_ratio": _float(found.parity_ratio),
        "equalized_odds_difference": _float(found.odds_difference),
        "equalized_odds_ratio": _float(found.odds_ratio),
    }


def warnings(result: Fairness) -> list[str]:
    """What a careful reader would ask about: too small groups, few rows, rates that are undefined."""
    said = []
    if small := [name(g.key) for g in result.groups if g.small]:
        said.append(_("Too small to be judged, which is not passed: %s.") % _listed(small))
        said.append(
            _("Demographic parity and equalised odds are between all groups, the too small ones included: %s.")
            % ", ".join(f"{name(g.key)} (n {g.n})" for g in result.groups[:10] if g.small)
        )
    if few := [name(g.key) for g in result.groups if not g.small and g.n < FEW]:
        named = {"groups": _listed(few), "few": FEW}
        said.append(_("Fewer than %(few)d rows, so that one row moves the rate by several points: %(groups)s.") % named)
    for what, missing in (
        (_("true positive rate"), [g for g in result.groups if g.true_positive_rate is None]),
        (_("false positive rate"), [g for g in result.groups if g.false_positive_rate is None]),
    ):
        if missing:
            named = {"what": what, "groups": _listed([name(g.key) for g in missing])}
            said.append(_("The %(what)s is undefined for %(groups)s, and so are equalised odds.") % named)
    if len(result.groups) < 2:
        said.append(_("There is only one group, so nothing can be compared."))
    return said


def name(key: tuple[str, ...]) -> str:
    """A group in words; the values of an intersection side by side."""
    return " · ".join(key)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:10]) + (" …" if len(names) > 10 else "")


def _group(group: Group, result: Fairness) -> dict[str, Any]:
    return {
        "group": name(group.key),
        "values": dict(zip(result.columns, group.key, strict=False)),
        "n": group.n,
        "selected": group.selected,
        "positives": group.positives,
        "true_positives": group.true_positives,
        "false_positives": group.selected - group.true_positives,
        "selection_rate": _float(group.selection_rate),
        "true_positive_rate": _float(group.true_positive_rate),
        "false_positive_rate": _float(group.false_positive_rate),
        "too_small": group.small,
    }


def _pair(pair: Pair, result: Fairness) -> dict[str, Any]:
    return {
        "group": name(pair.group),
        "reference": name(pair.reference),
        "ratio": _float(pair.ratio),
        "exact": None if pair.ratio is None else str(pair.ratio),
        "flagged": pair.flagged,
        "result": pair.result,
    }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
