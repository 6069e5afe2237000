"""`manage.py import_processing FILE…`: processing activities from fideslang YAML, all or none."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.exchange.fideslang import Source
from privacy.services.importing import Brought, bring_in
from qms.accounts.models import Unit
from qms.accounts.people import named_user
from qms.lib.errors import Refused

USAGE = 2


class Command(BaseCommand):
    help = (
        "Processing activities from fideslang YAML: each privacy declaration of a system becomes one draft. One that "
        "is refused, and nothing is written. Exit code 0: done; 1: refused; 2: wrong call or an unreadable file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--actor", metavar="USERNAME", help="in whose name (default: the system user)")
        parser.add_argument("--unit", default="", metavar="CODE", help="unit of systems whose department is none here")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = bring_in(
                [_source(path) for path in options["files"]], unit=_unit(options["unit"], options["actor"]),
                actor=named_user(options["actor"]), at=timezone.now(), source="command", dry_run=options["dry_run"],
            )  # fmt: skip
        except Refused as refusal:
            if options["json"]:
                said = {"code": refusal.code, "sentences": refusal.all_sentences()}
                self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
            self.stderr.write("\n".join(refusal.all_sentences()))
            sys.exit(USAGE)
        if options["json"]:
            self.stdout.write(json.dumps(told.as_data(), ensure_ascii=False, indent=2))
        else:
            self._say(told)
        sys.exit(1 if told.refused else 0)

    def _say(self, told: Brought) -> None:
        for sentence in told.refused:
            self.stderr.write(sentence)
        for sentence in told.notes:
            self.stdout.write(sentence)
        would = told.activities - len(told.skipped)
        done = f"{len(told.created)} created" if not (told.dry_run or told.refused) else f"{would} could be created"
        self.stdout.write(
            f"{told.activities} declarations: {done}, {len(told.skipped)} there already, {told.linked} links, "
            f"{len(told.refused)} refused"
        )
        if told.dry_run or told.refused:
            self.stdout.write("Nothing was written.")


def _source(path: Path) -> Source:
    try:
        return Source(path.name, path.read_bytes())
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from None


def _unit(code: str, actor: str | None) -> Unit | None:
    """The unit of that code; without a person to belong to one, the one above all others."""
    if code:
        found = Unit.objects.filter(code=code).first()
        if found is None:
            raise Refused(f"There is no unit {code}.")
        return found
    roots = list(Unit.objects.filter(parent=None)[:2]) if not actor else []
    return roots[0] if len(roots) == 1 else None
