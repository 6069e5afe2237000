"""Whose matrix somebody may see."""

from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden
from qms.records.access import QUALITY


def unit_asked(actor: Any, code: str) -> tuple[Unit, list[Unit]]:
    """The unit whose matrix is asked for (the first one for ""), and all that the actor may ask for.

    Raises Forbidden for who is among the quality people of none, BadRequest for another unit.
    """
    units = list(Unit.objects.filter(pk__in=reach(actor).unit_ids(QUALITY)).order_by("path"))
    if not units:
        raise Forbidden(_("The matrix is for the quality people of a unit. What you have stands on your own page."))
    unit = next((u for u in units if u.code == (code or units[0].code)), None)
    if unit is None:
        raise BadRequest(_("There is no unit “%s” whose matrix you may see.") % code[:20])
    return unit, units
