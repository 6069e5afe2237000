"""`manage.py import_pia FILE…`: impact assessments from files of the CNIL's PIA tool."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.exchange.pia import LARGEST
from privacy.services.pias import bring_in
from qms.accounts.people import named_user
from qms.lib.errors import Refused

USAGE = 2


class Command(BaseCommand):
    help = (
        "Impact assessments from JSON files of the CNIL's PIA tool, one draft each. Exit code 0: all were read; "
        "1: at least one is no PIA, and says why; 2: wrong call."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--actor", required=True, metavar="USERNAME", help="whose assessments they become")
        parser.add_argument("--dry-run", action="store_true", help="read everything and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            actor = named_user(options["actor"])
        except Refused as refusal:
            self.stderr.write("\n".join(refusal.all_sentences()))
            sys.exit(USAGE)
        told = [self._one(path, actor, dry_run=options["dry_run"]) for path in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for one in told:
                self._say(one)
        sys.exit(1 if any(one["refused"] for one in told) else 0)

    def _one(self, path: Path, actor: Any, *, dry_run: bool) -> dict[str, Any]:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
            brought = bring_in(
                data, name=path.name, unit=None, actor=actor, at=timezone.now(), source="command", dry_run=dry_run
            )
        except OSError as error:
            return {"file": str(path), "refused": [f"{path}: {error.strerror or error}"]}
        except Refused as refusal:
            return {"file": str(path), "refused": refusal.all_sentences()}
        return {"file": str(path), "refused": [], **brought.as_data()}

    def _say(self, one: dict[str, Any]) -> None:
        for sentence in one["refused"]:
            self.stderr.write(sentence)
        if one["refused"]:
            return
        became = one["number"] or "would become a draft"
        if one["there"]:
            became = f"is here already as {one['number']}"
        self.stdout.write(f"{one['title']}: {became}, {one['answers']} answers, {one['risks']} risks")
        for sentence in one["notes"]:
            self.stdout.write(f"  {sentence}")
