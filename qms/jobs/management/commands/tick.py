"""`manage.py tick [--at INSTANT]`: do once what beat does every minute."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from qms.jobs.sweep import tick


def instant(text: str) -> datetime.datetime:
    """An ISO 8601 instant; without an offset it is in the organisation's time zone. Raises CommandError."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"{text!r} is not an instant. Write it as 2026-11-23T09:00 or 2026-11-23T09:00+01:00.")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    help = "Do what is due: reminders, mails, queued work. Safe to run in many processes at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", type=instant, help="the instant to act for (default: now)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["at"] and options["at"] > timezone.now():
            self.stderr.write(
                "This instant lies ahead. What is written now bears it, and those records cannot be changed before it."
            )
        swept = tick(at=options["at"] or timezone.now())
        for name, count in swept.done.items():
            self.stdout.write(f"{name}: {count}")
        if swept.failed:
            raise CommandError("; ".join(f"{name} failed: {why}" for name, why in swept.failed.items()))
