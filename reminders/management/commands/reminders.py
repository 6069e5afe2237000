"""`manage.py reminders --on DATE [--json]`: who would be told what, by which rule and why. Nothing is told."""

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from qms.notices import dryrun
from qms.notices.because import because
from qms.notices.dryrun import DryRun, Told
from qms.notices.ways import Lawful
from qms.notices.words import clock_behind, clocks_of, reminder_of, sentence

MOST = 10_000


def day(text: str) -> datetime.date:
    """A date. Raises CommandError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no day of the calendar. Write it as 2026-11-23.") from None


def instant(text: str) -> datetime.datetime:
    """An instant with its offset. Raises CommandError."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no instant. Write it as 2026-11-23T09:00+01:00.") from None
    if found.tzinfo is None:
        raise CommandError(f"“{text}” has no offset from UTC. Write it as 2026-11-23T09:00+01:00.")
    return found


class Command(BaseCommand):
    help = "Dry run of reminders: who would be told what, why and how. It changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        moment = parser.add_mutually_exclusive_group(required=True)
        moment.add_argument(
            "--on", type=day, metavar="DATE", help="until the end of this day, in each unit's time zone"
        )
        moment.add_argument("--at", type=instant, metavar="INSTANT", help="exactly what tick --at INSTANT would tell")
        parser.add_argument("--json", action="store_true", help="one JSON document")
        parser.add_argument("--most", type=int, default=MOST, help=f"rows at most (default: {MOST}); all are counted")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["most"] < 1:
            raise CommandError("--most must be 1 or more.")
        if options["on"]:
            run = dryrun.on_day(options["on"], most=options["most"])
        else:
            run = dryrun.at_instant(options["at"], most=options["most"])
        self.stdout.write(json.dumps(as_json(run), indent=1, ensure_ascii=False) if options["json"] else as_text(run))
        asked = options["on"] or options["at"].date()
        if asked < timezone.localdate():
            self.stderr.write(f"{asked} is over. What was told then stands among the notices; a dry run looks ahead.")


def as_json(run: DryRun) -> dict[str, Any]:
    """The count and the rows."""
    clocks = clocks_of([told.notice for told in run.rows], None, timezone.now())
    return {"count": run.count, "notices": [as_row(told, clocks) for told in run.rows]}


def as_row(told: Told, clocks: dict[int, list[Lawful]]) -> dict[str, Any]:
    """One notice as plain data."""
    notice = told.notice
    assert notice.entry is not None
    name, offset = reminder_of(notice)
    says = sentence(notice, today=told.due.date(), behind=clock_behind(notice, clocks))
    return {
        "user": notice.user.username, "name": notice.user.printed_name, "register": notice.entry.register,
        "number": notice.entry.number, "title": notice.entry.title, "date": name, "on": notice.on.isoformat(),
        "offset": offset, "says": says, "why": because(notice), "reason": notice.why,
        "rule": notice.told_by or "built-in", "due": told.due.isoformat(), "channels": told.channels,
        "statutory": notice.statutory,
    }  # fmt: skip


def as_text(run: DryRun) -> str:
    """A line for each notice, by the time when it is told, and how many there are."""
    lines = []
    for row in as_json(run)["notices"]:
        how = ", ".join(row["channels"])
        lines.append(
            f"{row['due'][:16]}{row['due'][-6:]}  {row['user']:<16} {row['number']:<16} “{row['title']}” {row['says']} "
            f"({row['why']}; rule {row['rule']}; {how})"
        )
    shown = f", the first {len(run.rows)} shown" if run.count > len(run.rows) else ""
    return "\n".join([*lines, f"{run.count} notices{shown}. Nothing was told."])
