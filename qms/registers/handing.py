"""The work of a hand-over: one transaction a record, killed anywhere it goes on; the access ends last."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms.accounts.models import Grant, User
from qms.jobs.queue import claim, confirm, park
from qms.lib.errors import Refused
from qms.notices.models import Absence, Endpoint

from . import absences, people, reaching
from .leaving import deputy_for, items
from .models import HandOver
from .registry import registry

LEASE = datetime.timedelta(minutes=30)
PASSES, PIECE, TOLD_PROBLEMS = 3, 200, 50
#: With more records the work is done by a worker, and the page shows how far it is.
AT_ONCE = 200


def work_off(*, at: datetime.datetime) -> int:
    """Do the hand-overs that wait; gives how many records were handed over."""
    done = 0
    while rows := claim(HandOver, at=at, limit=1, lease=LEASE):
        done += _do(rows[0], at)
    return done


def _do(row: HandOver, at: datetime.datetime) -> int:
    takers = User.objects.in_bulk([row.to_id, *row.takers.values()])
    handed, problems = 0, dict[str, str]()
    for _pass in range(PASSES):  # something may be given to the leaver meanwhile
        moved, problems = _pass_over(row, takers, at)
        handed += moved
        if not moved:
            break
    if problems:
        listed = [f"{number}: {said}" for number, said in sorted(problems.items())]
        HandOver.objects.filter(pk=row.pk).update(problems=listed[:TOLD_PROBLEMS])
        park(row, error=_("%d records could not be handed over; the access has not ended.") % len(problems))
        return handed
    _end(row, takers, at)
    return handed


def _pass_over(row: HandOver, takers: dict[int, User], at: datetime.datetime) -> tuple[int, dict[str, str]]:
    handed, last, problems = 0, 0, dict[str, str]()
    while piece := items(row.leaver, after=last, most=PIECE):
        last = piece[-1].entry.pk
        for item in piece:
            if not item.fields:
                continue
            register = registry[item.entry.register]
            to = takers[row.takers.get(register.key, row.to_id)]
            try:
                after = register.hand_over(
                    item.entry.pk, leaver=row.leaver, to=to, actor=row.actor, at=at, reason=row.reason,
                    source=row.source,
                )  # fmt: skip
            except Refused as refusal:
                problems[item.entry.number] = " ".join(refusal.all_sentences())
                continue
            handed += after.rev > item.entry.rev
            HandOver.objects.filter(pk=row.pk).update(done=min(row.done + handed, row.total))
    row.done = min(row.done + handed, row.total)
    return handed, problems


def _end(row: HandOver, takers: dict[int, User], at: datetime.datetime) -> None:
    """Roles, deputies, calendar, programs and the access, in one transaction with the end of the work."""
    leaver, to = row.leaver, takers[row.to_id]
    by: dict[str, Any] = {"actor": row.actor, "at": at, "source": row.source}
    with transaction.atomic():
        for grant in Grant.objects.filter(user=leaver).select_related("user", "unit").order_by("pk"):
            if row.give_roles and to.is_active:
                held = Grant.objects.filter(user=to, role=grant.role, unit=grant.unit).exists()
                if not held:
                    people.grant_role(
                        user=to, role=grant.role, unit=grant.unit, until=grant.until, reason=row.reason, **by
                    )
            people.withdraw_role(grant=grant, reason=row.reason, **by)
        said = _hand_deputy_on(leaver, to, by)
        for own in Absence.objects.filter(user=leaver, ended_at=None).select_related("user"):
            absences.end_absence(absence=own, **by)
        reaching.end_calendar(user=leaver, **by)
        for endpoint in Endpoint.objects.filter(user=leaver, ended_at=None):
            reaching.end_endpoint(endpoint=endpoint, **by)
        if leaver.is_active:
            people.deactivate(user=leaver, reason=row.reason, **by)
        if said:
            HandOver.objects.filter(pk=row.pk).update(problems=said)
        confirm(row)


def _hand_deputy_on(leaver: User, to: User, by: dict) -> list[str]:
    """Whom the leaver stands in for, the successor stands in for; or nobody, where that makes a circle."""
    said = []
    for absence in deputy_for(leaver, by["at"]):
        absences.end_absence(absence=absence, **by)
        starts = max(absence.starts, by["at"].date())
        try:
            with transaction.atomic():
                absences.enter_absence(user=absence.user, starts=starts, ends=absence.ends, deputy=to, **by)
        except Refused as refusal:
            said.append(f"{absence.user.printed_name}: {' '.join(refusal.all_sentences())}")
    return said
