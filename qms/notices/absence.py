"""Who stands in for whom, and that the deputy is told what somebody who is away would have been told.

A deputy gets no rights: who may not see a record is not told about it, and then the one who is away gets the mail after
all, so that it is not lost. Clocks of the law reach both.
"""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When

from qms.accounts.models import User
from qms.accounts.reach import reach_of_all
from qms.records.access import visible_to
from qms.records.models import Entry

from .insert import insert_chosen
from .models import Absence, Notice
from .zones import zone_of

LOOK_BACK = datetime.timedelta(days=7)  # what was made before has been passed on by then, or is old
COLUMNS = (
    "user_id", "entry_id", "on", "rule", "text", "at", "by_mail", "statutory", "at_once", "by_hook", "instead_of_id",
    "told_by", "why",
)  # fmt: skip
DAY = datetime.timedelta(days=1)


def local_day(user: User, at: datetime.datetime) -> datetime.date:
    """The day that it is where the person works."""
    return at.astimezone(zone_of(user.unit.time_zone if user.unit else settings.TIME_ZONE)).date()


def absences_on(at: datetime.datetime) -> list[Absence]:
    """The absences that hold at an instant, each where its person works."""
    near = Q(starts__lte=at.date() + DAY, ends__gte=at.date() - DAY, ended_at=None)
    rows = Absence.objects.filter(near, deputy__is_active=True).select_related("user__unit", "deputy").order_by("pk")
    return [row for row in rows if row.starts <= local_day(row.user, at) <= row.ends]


def absence_of(user: User, at: datetime.datetime) -> Absence | None:
    """The absence in which the person is now."""
    rows = Absence.objects.filter(user=user, ended_at=None, ends__gte=at.date() - DAY).select_related("deputy")
    today = local_day(user, at)
    return next((row for row in rows if row.starts <= today <= row.ends), None)


def pass_on(at: datetime.datetime) -> int:
    """Tell deputies what those who are away were told lately; gives how many notices are new.

    One INSERT … SELECT for each absence; the unique key of a notice makes it safe to repeat. A deputy who is away too
    has his own deputy: as many rounds as there are steps.
    """
    absences, count = absences_on(at), 0
    if not absences:
        return 0
    able = {user.pk: user for user in reach_of_all({row.deputy_id: row.deputy for row in absences}.values())}
    for _round in absences:
        made = sum(_pass_on(row, able[row.deputy_id], at) for row in absences)
        count += made
        if not made:
            break
    return count


def _pass_on(absence: Absence, deputy: User, at: datetime.datetime) -> int:
    told = told_while_away(absence, at).filter(Q(entry=None) | _seen_by(deputy)).exclude(_private())
    chosen = told.order_by().values_list(
        Value(deputy.pk), F("entry_id"), F("on"), F("rule"), F("text"), Value(at, output_field=DateTimeField()),
        _by_mail(deputy), F("statutory"), F("at_once"), F("by_hook"),
        Value(absence.user_id), F("told_by"), F("why"),
    )  # fmt: skip
    return insert_chosen(COLUMNS, chosen)


def _by_mail(deputy: User) -> Case:
    """By mail if the deputy wants any, and the rule behind the notice, where there is one, sends any."""
    of_a_rule = ~Q(told_by="") & Q(by_mail=False) & Q(user__mail_wanted=True)
    wanted = Value(deputy.mail_wanted, output_field=BooleanField())
    return Case(When(of_a_rule, then=Value(False)), default=wanted, output_field=BooleanField())


def told_while_away(absence: Absence, at: datetime.datetime) -> QuerySet[Notice]:
    """What the person was told lately in the absence."""
    zone = zone_of(absence.user.unit.time_zone if absence.user.unit else settings.TIME_ZONE)
    since = max(datetime.datetime.combine(absence.starts, datetime.time.min, zone), at - LOOK_BACK)
    return Notice.objects.filter(user_id=absence.user_id, at__gte=since, at__lte=at)


def kept_back(absence: Absence, at: datetime.datetime) -> QuerySet[Notice]:
    """What was not passed on, because the deputy may not see the record: shown to the one who is away."""
    return told_while_away(absence, at).exclude(entry=None).exclude(_seen_by(absence.deputy)).select_related("entry")


def silenced(absences: list[Absence]) -> Any:
    """Notices that a deputy was told, so that whoever is away needs no mail of them; never a clock of the law."""
    found: Any = Q(pk=None)
    for row in absences:
        same = Notice.objects.filter(user_id=row.deputy_id, rule=OuterRef("rule"), on=OuterRef("on"))
        found |= Q(user_id=row.user_id) & Exists(same.filter(entry=OuterRef("entry_id")))
    return found & Q(statutory=False)


def _seen_by(person: Any) -> Exists:
    return Exists(visible_to(Entry.objects.filter(pk=OuterRef("entry_id")), person))


def _private() -> Q:
    """What concerns nobody else: the person's own imports and packs, refused passwords."""
    return Q(entry=None) & Q(statutory=False)
