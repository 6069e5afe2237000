"""`manage.py clock RULE START [--country CC] [--zone ZONE] [--json]`: when a statutory clock runs out, and why then."""

import datetime
import json
import re
import sys
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandParser

from qms.lib.clocks import RULES, Count, count
from qms.lib.zones import zone_of_country

ERROR = 2
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Command(BaseCommand):
    help = "Say when a statutory clock runs out: in UTC and local time, strict and shifted, and how it was counted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", choices=sorted(RULES), metavar="RULE", help=", ".join(sorted(RULES)))
        parser.add_argument(
            "start", metavar="START",
            help="when it began, with its offset: 2027-01-31T10:00+01:00; a day alone where the law counts days",
        )  # fmt: skip
        parser.add_argument("--country", help="whose public holidays count: DE, or a part of a country: DE-BY")
        parser.add_argument("--zone", help="the time zone of whoever must act (default: that of the country)")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            zone = _zone(options, RULES[options["rule"]].place[1])
            start = _start(options["start"], zone, by_hours=RULES[options["rule"]].unit == "hours")
            found = count(options["rule"], start, zone=zone, country=options["country"])
        except ValueError as error:
            self.stderr.write(str(error))
            sys.exit(ERROR)
        self.stdout.write(
            json.dumps(as_json(found), ensure_ascii=False, indent=2) if options["json"] else _words(found)
        )


def _zone(options: dict[str, Any], own: str) -> datetime.tzinfo:
    if not options["zone"]:
        return zone_of_country(options["country"] or "") if options["country"] or not own else ZoneInfo(own)
    try:
        return ZoneInfo(options["zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{options['zone']}” is not a time zone. Write it as Europe/Berlin.") from error


def _start(text: str, zone: datetime.tzinfo, *, by_hours: bool) -> datetime.datetime:
    """The instant, or the first moment of a day. Raises ValueError for one without its offset."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        if DAY.match(text) and not _is_day(text[: len("2027-01-31")]):
            raise ValueError(f"“{text[:10]}” is no day of the calendar.") from error
        alone = "" if by_hours else ", or as a day alone: 2027-01-31"
        how = "Write it with its offset from UTC: 2027-01-31T10:00+01:00 or 2027-01-31T09:00Z"
        raise ValueError(f"“{text}” is not a time. {how}{alone}.") from error
    if len(text) == len("2027-01-31") and not by_hours:
        return found.replace(tzinfo=zone)
    if found.tzinfo is None:
        full = f"{text}T10:00" if len(text) == len("2027-01-31") else text
        said = f"“{text}” has no offset from UTC, so nobody can say which moment it is."
        if full != text:
            said = f"“{text}” is a day, and this law counts hours: say the time of day and its offset from UTC."
        raise ValueError(f"{said} Write it as {full}+01:00 or {full}Z.")
    return found


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def as_json(found: Count) -> dict[str, Any]:
    """The answer for programs. Instants are ISO 8601; `due` is the time to keep."""
    rule = found.rule
    instants = {"due": found.due, "strict": found.strict, "shifted": found.shifted}
    return {
        "rule": rule.name, "source": rule.source, "start": found.start.isoformat(), "country": found.country,
        "zone": str(found.zone), "due": found.due.isoformat(),
        **{f"{name}_utc": at.isoformat() for name, at in instants.items()},
        **{f"{name}_local": at.astimezone(found.zone).isoformat() for name, at in instants.items()},
        "disputed": rule.disputed, "keep": found.keep, "counted": list(found.how),
    }  # fmt: skip


def _words(found: Count) -> str:
    lines = [f"{found.rule.label} ({found.rule.source})"]
    for name, at in (("due", found.due), ("strict", found.strict), ("shifted", found.shifted)):
        local = at.astimezone(found.zone)
        lines.append(
            f"{name + ':':9}{at:%Y-%m-%d %H:%M:%S} UTC   {local:%a %Y-%m-%d %H:%M:%S} {local.tzname()} ({found.zone})"
        )
    lines += [found.keep] if found.keep else []
    return "\n".join([*lines, *(f"- {said}" for said in found.how)])
