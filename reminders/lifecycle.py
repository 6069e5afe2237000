"""The life of a reminder rule: drafted, in force until the next one about the same dates is."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.models import User
from qms.accounts.people import system_user
from qms.lib.errors import Said
from qms.lifecycle import Lifecycle, State, Transition
from qms.registers import registry

from . import rules
from .trial import asks_too_much


def tells_somebody(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A rule that tells nobody is no rule: owner, next move and manager always find somebody, roles may not."""
    if record.to:
        return None
    roles = {*record.roles, *(line["role"] for line in record.escalation)}
    active = User.objects.filter(is_active=True)
    if active.filter(pk__in=record.people).exists() or active.filter(grants__role__in=roles).exists():
        return None
    return _t("The rule tells nobody: nobody active is named, and nobody holds a role that it tells.")


def is_agreed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A rule that tells very many at once is confirmed by whoever puts it in force."""
    said = None if record.confirmed else asks_too_much(record, at)
    return Said(said, field="confirmed") if said else None


def take_over(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The rule about the same dates that was in force until now is replaced, in the same transaction."""
    record.effective_on = timezone.localdate(at)
    register = registry["reminder-rules"]
    for old in register.model.objects.filter(about=record.about, state="in_force"):
        reason = _t("%s is in force now.") % record.number
        register.perform(
            old, "replace", rev=None, actor=system_user(), at=at, reason=reason, source=record.given_source
        )


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_force", _("In force"), "done"),
        State("replaced", _("Replaced"), "done"),
        State("withdrawn", _("Withdrawn"), "void"),
    ],
    transitions=[
        Transition(
            "put_in_force", _("Put in force"), ("draft",), "in_force", rules.decides,
            guards=[tells_somebody], asks=("confirmed",), checks=[is_agreed], effects=[take_over],
            help=_("From the next minute on reminders follow it. The rule about the same dates before it is replaced."),
        ),
        Transition("replace", _("Replace"), ("in_force",), "replaced", rules.replaces, reason=True),
        Transition(
            "withdraw", _("Withdraw"), ("draft", "in_force"), "withdrawn", rules.decides, reason=True, primary=False,
            help=_("The next more general rule holds again, in the end the one that comes with the program."),
        ),
    ],
)  # fmt: skip
