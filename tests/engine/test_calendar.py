"""The calendar of a person: only what he may see, stable for programs that subscribe, and dead once it is ended."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from qms.accounts.tokens import digest
from qms.notices.models import Feed
from qms.records.models import LedgerRow
from qms.registers import calendar
from qms.registers.people import deactivate
from qms.registers.reaching import end_calendar, renew_calendar

from .notice_entries import NOON, a_person, a_unit, an_entry, day, finish, involve, move_date

pytestmark = pytest.mark.django_db
LINE = re.compile(r"[A-Z][A-Z0-9-]*(;[A-Z-]+=(\"[^\"]*\"|[^\";:,]*))*:.*")
NEEDED = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "URL"}


def strictly_read(text: bytes) -> list[dict[str, str]]:
    """The events by RFC 5545: CRLF, at most 75 octets a line, one VCALENDAR with its properties, each event whole."""
    assert text.endswith(b"\r\n") and b"\n" not in text.replace(b"\r\n", b"")
    raw = text.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in raw), "a line is folded after 75 octets"
    lines = re.sub("\r\n[ \t]", "", text.decode()).split("\r\n")[:-1]
    assert all(LINE.fullmatch(line) for line in lines), [line for line in lines if not LINE.fullmatch(line)]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert sum(line == "VERSION:2.0" for line in lines) == sum(line.startswith("PRODID:") for line in lines) == 1
    events: list[dict[str, str]] = []
    inside = False
    for line in lines:
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            events.append({})
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            name = re.split("[;:]", line, maxsplit=1)[0]
            assert name not in events[-1], f"{name} twice"
            events[-1][name] = line[len(name) :]
    assert not inside and all(event.keys() >= NEEDED for event in events)
    uids = [event["UID"] for event in events]
    assert len(uids) == len(set(uids)), "an identity twice"
    return events


def events_of(user) -> list[dict[str, str]]:
    text, _etag = calendar.feed(user, at=NOON)
    Calendar.from_ical(text)
    return strictly_read(text)


def test_feed_holds_each_named_date_as_a_whole_day_and_is_read_strictly():
    ada = a_person("ada", a_unit())
    title = "Prüfmittel; kalibrieren, und\nzwar „ganz“ — " + "ß" * 120
    entry = an_entry(ada, ada.unit, title=title, dates={"due": day(3), "next_review": day(400)})
    due, review = events_of(ada)
    assert due["DTSTART"] == f";VALUE=DATE:{day(3):%Y%m%d}" and due["DTEND"] == f";VALUE=DATE:{day(4):%Y%m%d}"
    assert entry.number in due["SUMMARY"] and "Due date" in due["SUMMARY"] and "\\;" in due["SUMMARY"]
    assert due["URL"].endswith(f"/r/{entry.number}") and due["UID"] != review["UID"]


def test_feed_is_bounded_in_time_and_leaves_out_what_is_finished():
    ada = a_person("ada", a_unit())
    for offset in (-31, -30, 400, 401):
        an_entry(ada, ada.unit, due=day(offset))
    finish(an_entry(ada, ada.unit, due=day(1)))
    assert [e["DTSTART"][-8:] for e in events_of(ada)] == [f"{day(o):%Y%m%d}" for o in (-30, 400)]


def test_feed_holds_no_more_than_its_bound(monkeypatch):
    monkeypatch.setattr(calendar, "MOST", 3)
    ada = a_person("ada", a_unit())
    for _ in range(5):
        an_entry(ada, ada.unit, due=day(1))
    assert len(events_of(ada)) == 3


def test_feed_holds_what_concerns_the_person_and_nothing_that_is_not_seen():
    unit, other = a_unit(), a_unit("ELSEWHERE")
    ada, bob = a_person("ada", unit), a_person("bob", other)
    an_entry(bob, unit, due=day(1))  # seen, but somebody else's
    an_entry(bob, other, due=day(1))
    helped = an_entry(bob, other, due=day(1), audience="named")
    involve(ada, helped)
    (event,) = events_of(ada)
    assert helped.number in event["SUMMARY"]


def test_event_keeps_its_identity_when_its_date_moves_and_the_etag_changes():
    ada = a_person("ada", a_unit())
    entry = an_entry(ada, ada.unit, due=day(1))
    first, etag = calendar.feed(ada, at=NOON)
    assert calendar.feed(ada, at=NOON) == (first, etag)
    move_date(entry, day(9))
    again, other = calendar.feed(ada, at=NOON)
    assert etag != other
    assert strictly_read(first)[0]["UID"] == strictly_read(again)[0]["UID"]


def test_address_opens_without_sign_in_answers_304_and_only_its_hash_is_kept():
    ada = a_person("ada", a_unit())
    an_entry(ada, ada.unit, due=timezone.now().date())
    secret = renew_calendar(user=ada, at=NOON)
    assert Feed.objects.get().digest == digest(secret) and secret not in str(Feed.objects.values())
    browser = Client()
    answer = browser.get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert len(strictly_read(answer.content)) == 1 and "sessionid" not in answer.cookies
    assert browser.get(f"/calendar/{secret}.ics", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert browser.post(f"/calendar/{secret}.ics").status_code == 405


@pytest.mark.parametrize("end", ["renewed", "ended", "deactivated"])
def test_address_is_dead_once_it_is_renewed_ended_or_its_person_is_gone(end: str):
    unit = a_unit()
    ada, root = a_person("ada", unit), a_person("root", unit, "administrator")
    secret = renew_calendar(user=ada, at=NOON)
    if end == "renewed":
        renew_calendar(user=ada, at=NOON)
    elif end == "ended":
        end_calendar(user=ada, actor=ada, at=NOON)
    else:
        deactivate(user=ada, actor=root, at=NOON, reason="Left the company.")
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404
    assert LedgerRow.objects.filter(action="people.renew_calendar", subject="ada").exists()


def test_clock_of_the_law_stands_at_its_instant_and_leads_to_its_record(trials, org, clock, monkeypatch):
    monkeypatch.setattr(type(trials), "clock_field", "met_at")
    until = NOON + datetime.timedelta(hours=71)
    made = trials.create(actor=org["author"], at=clock(), title="A breach", owner=org["author"], met_at=until)
    text, _etag = calendar.feed(org["author"], at=NOON)
    (event,) = strictly_read(text)
    assert (
        event["DTSTART"] == f":{until.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}" and "VALUE=DATE" not in event["DTSTART"]
    )
    assert "Time limit of the law" in event["SUMMARY"] and event["URL"].endswith(f"/r/{made.number}")
    text, _etag = calendar.feed(org["stranger"], at=NOON)
    assert strictly_read(text) == []


def test_secret_that_is_nonsense_is_not_found():
    for secret in ("x", "../etc", "ö", "a" * 500):
        assert Client().get(f"/calendar/{secret}.ics").status_code == 404
    assert calendar.owner_of("") is None


def test_times_are_utc_and_whole_days_have_no_zone():
    ada = a_person("ada", a_unit())
    an_entry(ada, ada.unit, due=day(1))
    (event,) = events_of(ada)
    assert re.fullmatch(r":\d{8}T\d{6}Z", event["DTSTAMP"])


def test_secret_address_stands_in_no_access_log():
    from gunicorn.config import Config

    from qms.accesslog import AccessLog

    config = Config()
    config.set("accesslog", "-")
    log, lines = AccessLog(config), []
    log.access_log.info = lambda *line: lines.append(line)  # type: ignore[method-assign]
    now = datetime.timedelta(0)
    for path in ("/calendar/secret.ics", "/unsubscribe/secret/", "/me/"):
        answer = type("Answer", (), {"status": "200 OK", "sent": 1, "headers": []})()
        asked = type("Request", (), {"headers": []})()
        environ = {"PATH_INFO": path, "RAW_URI": path, "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1"}
        log.access(answer, asked, environ, now)
    assert len(lines) == 1 and "secret" not in str(lines)
