"""The risk management file of ISO 14971 as a table: hazard, situation, harm, measures in their order, what remains.

ISO 14971:2019 5.4 to 7.6 and 8. The risks are those of the register; what makes one of them a line here is a hazard.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.text import says_nothing
from qms.links.models import Link
from qms.records.access import visible_to

from ..choices import LEVELS, MEASURES
from ..models import Control

#: What 5.4 wants told apart, before a line is complete.
TOLD = ("hazard", "situation", "harm")


@dataclass(frozen=True)
class Line:
    """A hazard with its measures, in the order of priority of 7.1, and what is still missing, in words."""

    risk: Any
    controls: list[Any]
    missing: list[str]


@dataclass(frozen=True)
class Overall:
    """What the judgement of the overall residual risk looks at (8): lines by level, and those with something open."""

    levels: list[tuple[str, int]]
    above: int
    incomplete: int


def lines_of(risks: Iterable[Any], actor: Any) -> list[Line]:
    """A line for each of the risks, with the controls that `actor` may see; two queries."""
    rows = list(risks)
    held = _controls([risk.pk for risk in rows], actor)
    return [Line(risk, held.get(risk.pk, []), missing(risk, held.get(risk.pk, []))) for risk in rows]


def missing(risk: Any, controls: list[Any]) -> list[str]:
    """What keeps a line from being complete (7.6), in sentences."""
    said = []
    if lacking := [str(risk._meta.get_field(n).verbose_name) for n in TOLD if says_nothing(getattr(risk, n))]:
        said.append(_("Not told: %s.") % ", ".join(lacking))
    if not risk.inherent_level:
        said.append(_("Not estimated."))
    if not controls:
        said.append(_("No measure."))
    elif not any(control.state == "effective" for control in controls):
        said.append(_("No measure is verified as effective (7.2)."))
    elif all(control.measure == "information" for control in controls):
        said.append(_("Information for safety alone: the first two kinds of measures come before it (7.1)."))
    if controls and says_nothing(risk.new_risks):
        said.append(_("New risks from the measures are not considered (7.5)."))
    if risk.above_appetite and says_nothing(risk.benefit):
        said.append(_("The residual risk is above the appetite, and no benefit is set against it (7.4)."))
    return said


def overall(lines: Iterable[Line]) -> Overall:
    """The sums of the lines."""
    rows = list(lines)
    counted = [(str(word), sum(line.risk.current_level == key for line in rows)) for key, word in reversed(LEVELS)]
    return Overall(
        [(word, n) for word, n in counted if n], sum(bool(line.risk.above_appetite) for line in rows),
        sum(bool(line.missing) for line in rows),
    )  # fmt: skip


def _controls(risks: list[int], actor: Any) -> dict[int, list[Any]]:
    links = Link.objects.filter(kind="mitigates", target_id__in=risks, removed_at=None)
    pairs = list(links.order_by("pk").values_list("source_id", "target_id"))
    seen = visible_to(Control.objects.filter(pk__in={control for control, _risk in pairs}), actor)
    known = {control.pk: control for control in seen}
    place = {key: n for n, (key, _word) in enumerate(MEASURES)}
    found: dict[int, list[Any]] = {}
    for control, risk in pairs:
        if control in known:
            found.setdefault(risk, []).append(known[control])
    for controls in found.values():
        controls.sort(key=lambda one: (place.get(one.measure, len(place)), one.pk))
    return found
