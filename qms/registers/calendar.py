"""A person's dates as an iCalendar feed (RFC 5545): of records that he owns or has a part in and may still see."""

import datetime
import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from qms.accounts.models import User
from qms.accounts.reach import access_ended, reach
from qms.accounts.tokens import digest
from qms.notices.models import Feed
from qms.notices.words import date_label
from qms.records.access import visible_to
from qms.records.models import Entry, Involved, NamedDate

from .registry import registry

BACK, AHEAD, MOST = datetime.timedelta(days=30), datetime.timedelta(days=400), 2000
LIVE = ("draft", "open")


def owner_of(secret: str) -> User | None:
    """Whose calendar a secret address opens; None for an unknown or ended one, and for people without access."""
    row = Feed.objects.select_related("user").filter(digest=digest(secret)).first()
    if row is None or not row.user.is_active or access_ended(row.user):
        return None
    return row.user


def feed(user: User, *, at: datetime.datetime) -> tuple[bytes, str]:
    """The calendar and its ETag: the same bytes as long as nothing in it changed."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Plumbline//{settings.QMS_VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Plumbline: %s") % user.printed_name)
    calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in (*_days(user, at), *_instants(user, at)):
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text, f'"{hashlib.sha256(text).hexdigest()[:32]}"'


def mine(user: User) -> Any:
    """Live entries that concern the person and that he may see."""
    part = Exists(Involved.objects.filter(entry=OuterRef("pk"), user=user))
    found: Any = Q(owner=user) | part
    for role, units in reach(user).units_by_role.items():
        found |= Q(waiting_role=role, unit_id__in=units)
    return visible_to(Entry.objects.filter(phase__in=LIVE), user).filter(found)


def _days(user: User, at: datetime.datetime) -> list[Event]:
    today = at.date()
    rows = NamedDate.objects.filter(
        on__range=(today - BACK, today + AHEAD), entry__in=mine(user).order_by().values("pk")
    ).select_related("entry")
    clocked = [register.key for register in registry.all() if register.clock_field]
    rows = rows.exclude(name="due", entry__register__in=clocked)  # these stand there with their hour
    events = []
    for row in rows.order_by("on", "entry_id", "name")[:MOST]:
        event = _event(row.entry, row.name, date_label(row.name))
        event.add("dtstart", row.on)
        event.add("dtend", row.on + datetime.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        events.append(event)
    return events


def _instants(user: User, at: datetime.datetime) -> list[Event]:
    """The next clock of the law of each record that has one, at the instant when it runs out."""
    events: list[Event] = []
    for register in registry.all():
        if not (name := register.clock_field):
            continue
        near = {f"{name}__range": (at - BACK, at + AHEAD), "pk__in": mine(user).order_by().values("pk")}
        rows = register.model.objects.filter(**near).select_related("entry").order_by(name, "pk")
        for record in rows[: MOST - len(events)]:
            clocks = [clock for clock in register.clocks(record) if clock.due == getattr(record, name)]
            event = _event(record.entry, "clock", str(clocks[0].label) if clocks else _("Time limit of the law"))
            event.add("dtstart", getattr(record, name).astimezone(datetime.UTC))  # without an end: RFC 5545, 3.6.1
            events.append(event)
    return events


def _event(entry: Entry, name: str, label: str) -> Event:
    host = urlsplit(settings.QMS_PUBLIC_URL).hostname or "localhost"
    event = Event()
    event.add("uid", f"{entry.pk}-{name}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(datetime.UTC))
    event.add("last-modified", entry.changed_at.astimezone(datetime.UTC))
    event.add("sequence", entry.rev)
    event.add("summary", f"{entry.number} {label}: {entry.title}")
    event.add("url", f"{settings.QMS_PUBLIC_URL}/r/{entry.number}")
    return event
