"""Sentences about what makes a chart less trustworthy than it looks."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .limits import ATTRIBUTES, Limits
from .observations import Observation

FEW = 20  # subgroups that textbooks ask for before limits are trusted (Montgomery 6.2.2: 20 to 25)
WIDE_RANGE = 10  # above this size the range wastes what the standard deviation keeps (Montgomery 6.3)


def doubts(
    limits: Limits,
    observations: Sequence[Observation],
    points: Sequence[Any],
    spread: Sequence[Any],
    phase_one: Collection[int],
) -> list[str]:
    """What a careful reader would ask about; `points` and `spread` are `onward.Point`s."""
    said = [*_about_limits(limits), *_about_sizes(limits, observations)]
    missing = sum(o.value is None for o in observations)
    if missing:
        said.append(
            ngettext(
                "%d value is missing; no moving range and no pattern spans it.",
                "%d values are missing; no moving range and no pattern spans them.",
                missing,
            )
            % missing
        )
    inside = sorted({p.index for p in [*points, *spread] if p.rules and p.index in phase_one})
    if inside:
        named = {"points": ", ".join(map(str, inside[:10])) + (" …" if len(inside) > 10 else "")}
        said.append(
            _("Phase I itself signals (points %(points)s): look for causes before trusting its limits.") % named
        )
    return said


def _about_limits(limits: Limits) -> list[str]:
    said = []
    if 0 < limits.used < FEW and limits.options.sigma is None:
        named = {"used": limits.used, "few": FEW}
        said.append(_("The limits rest on %(used)d points; with fewer than %(few)d they are rough.") % named)
    if limits.kind not in ATTRIBUTES and limits.sigma == 0:
        said.append(_("Phase I has no spread: the limits lie on the centre line."))
    return said


def _about_sizes(limits: Limits, observations: Sequence[Observation]) -> list[str]:
    sizes = {o.n for o in observations if o.value is not None}
    if not sizes:
        return []
    said = []
    if limits.kind == "xbar_r" and max(sizes) > WIDE_RANGE:
        said.append(_("Subgroups have up to %d values: an X-bar/S chart uses them better than ranges do.") % max(sizes))
    if limits.kind == "np" and len(sizes) > 1:
        said.append(_("The sample sizes differ, so the centre line steps too: a p chart is easier to read."))
    if limits.kind in ("p", "np") and min(sizes) * min(limits.centre, 1 - limits.centre) < 5:
        said.append(_("Fewer than five items are expected in a class: limits from the normal distribution are rough."))
    if limits.kind in ("c", "u") and min(sizes if limits.kind == "u" else {1}) * limits.centre < 5:
        said.append(
            _("Fewer than five defects are expected at a point: limits from the normal distribution are rough.")
        )
    return said
