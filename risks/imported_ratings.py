"""Ratings that a file brings: likelihood and consequence on the scales in force, kept with their edition.

They are proposed again when the risk is assessed. A level alone is not taken: it is looked up (RM-06).
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .choices import OPPORTUNITY_RATINGS, RATINGS
from .matrix import Step, matrix_of
from .models import RiskMatrix
from .rating import edition_for, rate

KINDS = ("inherent", "current")
GIVEN = tuple(f"{kind}_{axis}" for kind in KINDS for axis in ("likelihood", "consequence"))


def steps_to_import(about: str) -> dict[str, tuple[str, Sequence[tuple[str, str]]]]:
    """field → (label that names the scale, steps); nothing unless exactly one matrix of the kind is in force."""
    found = list(RiskMatrix.objects.filter(about=about, state="in_force")[:2])
    if len(found) != 1:
        return {}
    matrix, words = matrix_of(found[0]), dict(RATINGS if about == "risk" else OPPORTUNITY_RATINGS)
    axes = {"likelihood": (_("likelihood"), matrix.likelihood), "consequence": (_("consequence"), matrix.consequence)}
    return {
        f"{kind}_{axis}": (_label(str(words[kind]), word, scale, found[0].number), _choices(scale))
        for kind in KINDS
        for axis, (word, scale) in axes.items()
    }


def _label(kind: str, axis: str, scale: Sequence[Step], number: str) -> str:
    return _("%(kind)s %(axis)s, from 1 “%(low)s” to %(most)d “%(high)s” of %(number)s") % {
        "kind": kind, "axis": axis, "low": scale[0].label, "most": len(scale), "high": scale[-1].label,
        "number": number,
    }  # fmt: skip


def _choices(scale: Sequence[Step]) -> list[tuple[str, str]]:
    return [(str(n), step.label) for n, step in enumerate(scale, 1)]


def take_imported(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Keep the ratings that came with a new record. Raises Invalid for half a rating and without a matrix in force."""
    for kind in KINDS:
        names = (f"{kind}_likelihood", f"{kind}_consequence")
        given = [getattr(record, name) for name in names]
        if given == [None, None]:
            continue
        if None in given:
            lacks = names[given.index(None)]
            raise Invalid(fields={lacks: [_("A rating is a likelihood and a consequence: one of them is missing.")]})
        if edition_for(record) is None:
            raise Invalid(fields={names[0]: [_("No matrix is in force: ratings cannot be taken over.")]})
        for name in names:
            setattr(record, name, int(getattr(record, name)))
        rate(record, kind, actor=actor, at=at, reason=_("Imported with the record."))
