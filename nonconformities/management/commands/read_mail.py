"""`manage.py read_mail PATH`: mails become complaints, each once."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from nonconformities.concerns.named_people import top_unit
from nonconformities.mail.boxes import mails_in
from nonconformities.mail.receiving import Outcome, take
from qms.accounts.models import Unit
from qms.accounts.people import named_user
from qms.lib.errors import Refused

USAGE = 2
WORDS = {"received": "received as {number}", "again": "was received before as {number}", "refused": "refused: {reason}"}


class Command(BaseCommand):
    help = (
        "Make complaints of mails: an .eml file, a folder of them, an mbox or a Maildir. A mail that was read before "
        "changes nothing. Exit code 0: all read; 1: some were refused; 2: wrong call."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check every mail and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--actor", metavar="USERNAME", help="in whose name (default: the system user)")
        parser.add_argument("--unit", default="", metavar="CODE", help="unit of the complaints (default: the top one)")

    def handle(self, *args: Any, **options: Any) -> None:
        found: list[Outcome] = []
        try:
            actor, unit = named_user(options["actor"]), _unit(options["unit"])
            for label, data in mails_in(options["path"]):
                one = take(label, data, actor=actor, at=timezone.now(), unit=unit, dry_run=options["dry_run"])
                found.append(one)
                if not options["json"]:
                    self._say(one, dry_run=options["dry_run"])
        except (Refused, OSError) as refusal:
            self.stderr.write(str(refusal))
            sys.exit(USAGE)
        counts = Counter(one.did for one in found)
        totals = {name: counts.get(name, 0) for name in WORDS}
        if options["json"]:
            said = {"dry_run": options["dry_run"], **totals, "mails": [one.as_data() for one in found]}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        else:
            told = f"{totals['received']} received, {totals['again']} read before, {totals['refused']} refused"
            self.stdout.write(told + (". Nothing was written." if options["dry_run"] else "."))
        sys.exit(1 if totals["refused"] else 0)

    def _say(self, one: Outcome, *, dry_run: bool) -> None:
        words = "would be received" if dry_run and one.did == "received" else WORDS[one.did]
        out = self.stderr if one.did == "refused" else self.stdout
        out.write(f"{one.mail}: {words.format(number=one.number, reason=one.reason)}")
        for note in one.notes:
            self.stdout.write(f"  {note}")


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first() if code else top_unit()
    if found is None:
        raise Refused(f"There is no unit {code!r}." if code else "There is no unit yet.")
    return found
