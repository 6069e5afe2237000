"""Changing a rule: a draft that begins as what holds now. What holds stays in force until the draft is put in force."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.notices.rules import book
from qms.registers.registry import registry

from . import about
from .models import ReminderRule
from .reading import as_fields


def begin_change(value: str, *, actor: Any, at: datetime.datetime, source: str = "page") -> Any:
    """The draft about these dates that there is, or a new one that says what holds for them now.

    value: such as `actions.due`. Raises Invalid for dates that there are not, and what `create` raises.
    """
    try:
        register, date = about.split(value)
    except ValueError:
        raise Invalid(fields={"about": [_("“%s” is no date of a register.") % value[:60]]}) from None
    rules = registry["reminder-rules"]
    if draft := rules.visible(actor).filter(about=value, state="draft").first():
        return draft
    holds = next(r for r in book().ranked if r.covers(register, date))
    return rules.create(
        title=about.label(value), about=value, actor=actor, at=at, source=source, unit=_unit(holds.number, actor),
        **as_fields(holds),
    )  # fmt: skip


def _unit(number: str, actor: Any) -> Any:
    before = ReminderRule.objects.filter(number=number).select_related("unit").first()
    return before.unit if before else actor.unit
