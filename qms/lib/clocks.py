"""Statutory clocks: which rule gives how long, and when it has run out, counted strictly and as Reg. 1182/71 shifts it.

Where it is disputed whether a period moves on from a weekend, the strict time is the one to keep.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import periods, workdays
from .counting import counting_for
from .instants import moment_in

CALIFORNIA = ("US-CA", "America/Los_Angeles")


@dataclass(frozen=True)
class Rule:
    """A period of the law. `unit`: hours, days, months, working_days; `disputed`: whether free days move its end."""

    name: str
    length: int
    unit: str
    label: object
    source: str
    disputed: bool = False
    two_working_days: bool = False
    place: tuple[str, str] = ("", "")  # country and time zone that go with it unless others are given
    shifts: bool = True


RULES = {
    rule.name: rule
    for rule in (
        Rule("gdpr.breach", 72, "hours", gettext_lazy("Notify the supervisory authority"), "GDPR 33(1)",
             disputed=True, two_working_days=True),
        Rule("gdpr.request", 1, "months", gettext_lazy("Answer the data subject"), "GDPR 12(3)"),
        Rule("gdpr.request_extended", 3, "months", gettext_lazy("Answer the data subject, extended"), "GDPR 12(3)"),
        Rule("aiact.serious", 15, "days", gettext_lazy("Report the serious incident"), "Regulation 2024/1689, 73(2)"),
        Rule("aiact.death", 10, "days", gettext_lazy("Report the death"), "Regulation 2024/1689, 73(4)"),
        Rule("aiact.critical", 2, "days", gettext_lazy("Report the widespread or critical incident"),
             "Regulation 2024/1689, 73(3)", disputed=True, two_working_days=True),
        Rule("ccpa.confirm", 10, "working_days", gettext_lazy("Confirm the receipt"), "11 CCR 7021(a)",
             place=CALIFORNIA, shifts=False),
        Rule("ccpa.answer", 45, "days", gettext_lazy("Answer the consumer"), "11 CCR 7021(b)",
             disputed=True, place=CALIFORNIA),
        Rule("ccpa.answer_extended", 90, "days", gettext_lazy("Answer the consumer, extended"), "11 CCR 7021(b)",
             disputed=True, place=CALIFORNIA),
        Rule("ccpa.opt_out", 15, "working_days", gettext_lazy("Stop selling and sharing"), "11 CCR 7026(f)",
             place=CALIFORNIA, shifts=False),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Count:
    """When a clock runs out, in UTC, strictly and as free days shift it."""

    rule: Rule
    start: datetime.datetime
    zone: datetime.tzinfo
    country: str
    strict: datetime.datetime
    shifted: datetime.datetime
    how: tuple[str, ...]

    @property
    def keep(self) -> str:
        """Which of the two times to keep, and why, in a sentence; "" where they are the same."""
        if self.strict == self.shifted:
            return ""
        if self.rule.disputed:
            return _("Disputed: whether free days move the end is not settled. Keep the strict time.")
        return _("Not disputed: free days move the end (Reg. 1182/71). The shifted time holds.")

    @property
    def due(self) -> datetime.datetime:
        """The time to keep: the strict one where the shift is disputed, else the shifted one."""
        return self.strict if self.rule.disputed else self.shifted


def count(
    rule: str, start: datetime.datetime, *, zone: datetime.tzinfo | None = None, country: str | None = None
) -> Count:
    """When a statutory clock runs out that an event started.

    rule: a name of RULES. start: an aware instant. zone: of the unit that must act; days begin and end there.
    country: whose public holidays count, see workdays.public_holidays; "" counts weekends alone. Both may be left out
    where the rule belongs to one place. Raises KeyError for an unknown rule, ValueError for a naive start, an instant
    too far off to count from, or an unknown country.
    """
    found = RULES[rule]
    where = found.place[0] if country is None else country
    return _counted(found, start, zone or ZoneInfo(found.place[1] or "UTC"), where)


def recount(counted: Count, start: datetime.datetime) -> Count:
    """The same rule in the same place from another start. Raises ValueError as `count` does."""
    return _counted(counted.rule, start, counted.zone, counted.country)


def agreed(hours: int, start: datetime.datetime, *, label: object, source: str, zone: datetime.tzinfo) -> Count:
    """A period of hours that two parties agreed on: it runs on, and no law moves its end. Raises ValueError."""
    return _counted(Rule("agreed", hours, "hours", label, source, shifts=False), start, zone, "")


def _counted(found: Rule, start: datetime.datetime, there: datetime.tzinfo, where: str) -> Count:
    if start.tzinfo is None or start.utcoffset() is None:
        raise ValueError(_("The start has no offset from UTC, so nobody can say which moment it is."))
    workdays.public_holidays(where)
    try:
        return (_by_hours if found.unit == "hours" else _by_days)(found, start, there, where)
    except (OverflowError, ValueError) as error:
        raise ValueError(_("The start lies too far off to count from it.")) from error


def _by_hours(rule: Rule, start: datetime.datetime, zone: datetime.tzinfo, country: str) -> Count:
    strict = periods.add_hours(start, rule.length)
    shifted = periods.add_hours_by_regulation(start, rule.length)
    event = start.astimezone(zone).date()
    whole = shifted.astimezone(zone).date() - workdays.ONE_DAY  # the last day that lies in it from end to end
    how = [_("%(n)d hours from %(moment)s, running on through nights, weekends and holidays.")
           % {"n": rule.length, "moment": moment_in(start, zone)}]  # fmt: skip
    if not rule.shifts:
        return Count(rule, start.astimezone(datetime.UTC), zone, country, strict, strict, tuple(how))
    extended = periods.with_two_working_days(event, whole, country)
    if extended != whole:
        shifted = periods.end_of(extended, zone)
        said = _("Two working days must lie in it (Reg. 1182/71, 3(5)): %s. Disputed for hours: keep the strict time.")
        how.append(said % _free_days(event, extended, country))
    elif shifted != strict:
        how.append(_("The hour of the event does not count (Reg. 1182/71, 3(1)). Disputed: keep the strict time."))
    return Count(rule, start.astimezone(datetime.UTC), zone, country, strict, shifted, tuple(how))


def _by_days(rule: Rule, start: datetime.datetime, zone: datetime.tzinfo, country: str) -> Count:
    event = start.astimezone(zone).date()
    basis = counting_for(country, event)
    how = []
    if rule.unit == "months":
        first = event + basis.starts_after * workdays.ONE_DAY
        last = periods.add_months(first, rule.length)
        said = ngettext("%d month from", "%d months from", rule.length) % rule.length
        how.append(f"{said} {_day(first)}: {_day(last)}.")
        if basis.starts_after:
            how.append(_("The day after the event is the first one: %s.") % basis.why)
        if last.day != first.day:
            how.append(_("That month has no day %d, so it ends on its last one.") % first.day)
    elif rule.unit == "days":
        last = periods.add_days(event, rule.length)
        how.append(_("%(n)d days after %(day)s, which is not counted: %(last)s.")
                   % {"n": rule.length, "day": _day(event), "last": _day(last)})  # fmt: skip
    else:
        last = workdays.add_working_days(event, rule.length, country)
        how.append(_("%(n)d working days after %(day)s, which is not counted: %(last)s.")
                   % {"n": rule.length, "day": _day(event), "last": _day(last)})  # fmt: skip
        if holidays := _free_days(event, last, country, weekends=False):
            how.append(_("Left out besides Saturdays and Sundays: %s.") % holidays)
    shifted = _shifted(rule, event, last, country, how)
    if not country:
        how.append(_("No country is given: weekends are free, public holidays are not known."))
    elif not workdays.knows(shifted, country):
        how.append(_("The public holidays of %(year)d are not known: look them up.") % {"year": shifted.year})
    strict_end, shifted_end = periods.end_of(last, zone), periods.end_of(shifted, zone)
    return Count(rule, start.astimezone(datetime.UTC), zone, country, strict_end, shifted_end, tuple(how))


def _shifted(rule: Rule, event: datetime.date, last: datetime.date, country: str, how: list[str]) -> datetime.date:
    """The end, moved on from free days; what moved it is added to `how`."""
    if not rule.shifts:
        return last
    moved = workdays.working_day_from(last, country)
    if moved != last:
        free = _free_days(last - workdays.ONE_DAY, moved, country)
        how.append(
            _("It would end on a free day: %(free)s. So it ends on %(moved)s.") % {"free": free, "moved": _day(moved)}
        )
    if rule.two_working_days and (extended := periods.with_two_working_days(event, moved, country)) != moved:
        how.append(_("Two working days must lie in it (Reg. 1182/71, 3(5)): it ends on %s.") % _day(extended))
        moved = extended
    if rule.disputed and moved != last:
        how.append(_("Whether it moves on is disputed: keep the strict time."))
    return moved


def _free_days(event: datetime.date, last: datetime.date, country: str, *, weekends: bool = True) -> str:
    """The free days between, in words; without `weekends` only public holidays that fall on other days."""
    days = [event + n * workdays.ONE_DAY for n in range(1, (last - event).days + 1)]
    days = [day for day in days if weekends or day.weekday() < workdays.SATURDAY]
    free = [(day, workdays.free_because(day, country)) for day in days]
    return ", ".join(f"{_day(day)} ({why})" for day, why in free if why)


def _day(day: datetime.date) -> str:
    return date_format(day, "D j M Y")
