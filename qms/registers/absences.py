"""Verbs about being away: who stands in for whom, and no circles."""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.errors import Forbidden, Invalid
from qms.notices.absence import local_day
from qms.notices.models import Absence
from qms.notices.reminders import hold
from qms.records.events import log_event
from qms.records.transactions import in_one_transaction

from .reaching import looks_after

LONGEST_DAYS = 400


@in_one_transaction
def enter_absence(
    *, user: User, starts: datetime.date, ends: datetime.date, deputy: User, actor: Any, at: datetime.datetime,
    source: str = "page",
) -> Absence:  # fmt: skip
    """Say that somebody is away from one day to another, both included, and who is told instead.

    The deputy gets no rights by it. Raises Forbidden, or Invalid for days that do not fit, a second absence on the same
    days, somebody without access, and a deputy who would in the end be the one who is away.
    """
    if not looks_after(actor, user):
        raise Forbidden(_("Only the person, the quality manager of the unit or an administrator enters an absence."))
    if not user.is_active:
        raise Invalid(_("%s has no access any more; hand the work over instead.") % user.printed_name)
    hold("absence")  # two that would close a circle together come one after the other
    _check_days(user, starts, ends, at)
    if not deputy.is_active or deputy.username == "system":
        raise Invalid(fields={"deputy": [_("%s has no access and cannot stand in.") % deputy.printed_name]})
    if own := _live(user, starts, ends).first():
        said = _("There is an absence from %(starts)s to %(ends)s already.") % {
            "starts": date_format(own.starts, "j M Y"), "ends": date_format(own.ends, "j M Y"),
        }  # fmt: skip
        raise Invalid(fields={"starts": [said]})
    if chain := _circle(user, starts, ends, deputy, (deputy,)):
        names = " → ".join(person.printed_name for person in (user, *chain))
        raise Invalid(fields={"deputy": [_("In the end nobody would be told: %s.") % names]})
    row = Absence.objects.create(user=user, starts=starts, ends=ends, deputy=deputy)
    log_event(
        subject=user.username, action="people.absence", actor=actor, at=at, source=source, absence=row.pk,
        starts=starts, ends=ends, deputy=deputy.username,
    )  # fmt: skip
    return row


@in_one_transaction
def end_absence(*, absence: Absence, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """Take an absence back, or end it early: from now on the person is told himself. Raises Forbidden."""
    if not looks_after(actor, absence.user):
        raise Forbidden(_("Only the person, the quality manager of the unit or an administrator ends an absence."))
    if absence.ended_at is None:
        absence.ended_at = at
        absence.save(update_fields=["ended_at"])
        log_event(
            subject=absence.user.username, action="people.end_absence", actor=actor, at=at, source=source,
            absence=absence.pk,
        )  # fmt: skip


def _check_days(user: User, starts: datetime.date, ends: datetime.date, at: datetime.datetime) -> None:
    if ends < starts:
        raise Invalid(fields={"ends": [_("The last day lies before the first one.")]})
    if ends < local_day(user, at):
        raise Invalid(fields={"ends": [_("These days are over.")]})
    if (ends - starts).days > LONGEST_DAYS:
        raise Invalid(fields={"ends": [_("At most %d days; hand the work over instead.") % LONGEST_DAYS]})


def _live(user: User, starts: datetime.date, ends: datetime.date) -> Any:
    return Absence.objects.filter(user=user, ended_at=None, starts__lte=ends, ends__gte=starts)


def _circle(
    user: User, starts: datetime.date, ends: datetime.date, deputy: User, chain: tuple[User, ...]
) -> tuple[User, ...] | None:
    """The people through whom a deputy leads back to `user` on some day between, or None.

    On each step only the days count on which all before are away as well.
    """
    if deputy.pk == user.pk:
        return chain
    for row in _live(deputy, starts, ends).select_related("deputy"):
        if row.deputy_id in {person.pk for person in chain}:
            continue
        first, last = max(starts, row.starts), min(ends, row.ends)
        if found := _circle(user, first, last, row.deputy, (*chain, row.deputy)):
            return found
    return None
