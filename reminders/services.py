"""Changing a rule: a form that begins as what holds now. Nothing is kept before it is saved, as a draft."""

from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.notices.rules import book

from . import about
from .models import ReminderRule
from .reading import as_fields


def beginning_of(value: str, actor: Any) -> dict[str, Any]:
    """The fields of a new rule about these dates: what holds for them now.

    value: such as `actions.due`. Raises Invalid for dates that there are not.
    """
    try:
        register, date = about.split(value)
    except ValueError:
        raise Invalid(fields={"about": [_("“%s” is no date of a register.") % value[:60]]}) from None
    holds = next(r for r in book().ranked if r.covers(register, date))
    before = ReminderRule.objects.filter(number=holds.number).select_related("unit").first()
    fields = {"title": about.label(value), "about": value, **as_fields(holds)}
    return {**fields, "unit": before.unit if before else actor.unit}
