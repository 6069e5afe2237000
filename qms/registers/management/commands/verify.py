"""manage.py verify: recompute what every record, version, ledger row, file and signature must agree on."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from qms.records.models import Entry, LedgerRow
from qms.registers.verify import verify


class Command(BaseCommand):
    help = "Check that entry, record, history, ledger, files and signatures agree. Exits 1 and names what does not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = list(verify())
        counts = {"records": Entry.objects.count(), "ledger_rows": LedgerRow.objects.count()}
        if options["json"]:
            answer = {"ok": not problems, **counts, "problems": [p.as_dict() for p in problems]}
            self.stdout.write(json.dumps(answer, indent=1))
        else:
            for p in problems:
                self.stdout.write(f"{p.where}  {p.subject}  {p.field}: {p.said}")
            verdict = f"{len(problems)} disagreements" if problems else "everything agrees"
            self.stdout.write(f"{counts['records']} records, {counts['ledger_rows']} ledger rows: {verdict}.")
        if problems:
            raise SystemExit(1)
