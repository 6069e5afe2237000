"""`manage.py import_documents FOLDER`: documents from a folder, each with a migrated revision."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from documents.brought.places import of_folder
from documents.brought.taking import Report, take_in
from qms.accounts.models import Unit, User
from qms.lib.errors import Invalid, Refused

WORDS = {"made": "taken", "there": "there already", "refused": "refused"}


class Command(BaseCommand):
    help = (
        "Take documents in from a folder: Markdown, plain text, DOCX, XLSX and PDF. Each becomes a document with one "
        "effective revision, marked as migrated. Exit code 0: all taken or there; 1: some refused; 2: wrong call."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--actor", required=True, metavar="USERNAME", help="in whose name")
        parser.add_argument("--unit", default="", metavar="CODE", help="unit of the documents (default: the person's)")
        parser.add_argument("--dry-run", action="store_true", help="read every file and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = take_in(
                of_folder(options["folder"]), actor=_person(options["actor"]), at=timezone.now(), source="command",
                unit=_unit(options["unit"]), dry_run=options["dry_run"],
            )  # fmt: skip
        except Refused as refused:
            for sentence in refused.all_sentences():
                self.stderr.write(sentence)
            sys.exit(2)
        self._say(report, as_json=options["json"])
        sys.exit(1 if report.refused else 0)

    def _say(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False, indent=2))
            return
        for row in report.rows:
            since = f"since {row.effective_on.isoformat()}" if row.effective_on else ""
            parts = [WORDS[row.outcome], row.path, row.number, since, row.said]
            self.stdout.write(": ".join(part for part in parts if part))
        wrote = "would be taken" if report.dry_run else "taken"
        self.stdout.write(f"{report.made} {wrote}, {report.there} there already, {report.refused} refused")


def _person(username: str) -> User:
    found = User.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise Invalid(f"There is nobody called “{username}”.")
    return found


def _unit(code: str) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Invalid(f"There is no unit “{code}”.")
    return found
