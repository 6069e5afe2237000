"""`manage.py import_standard FILE…`: standards and mappings from files, each taken as a whole or refused."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from qms.accounts.people import named_user
from qms.lib.errors import Refused
from standards.importing.bring import bring
from standards.importing.outline import USES
from standards.importing.result import REFUSED, Part, Result
from standards.importing.shapes import Options

USAGE = 2
FEW = 10


class Command(BaseCommand):
    help = (
        "Import standards and mappings: CISO Assistant libraries, OSCAL catalogues (JSON, YAML), OpenControl, "
        "Formex XML, JSON lists of articles, CSV and XLSX. Importing again changes nothing; a copy shows what changed. "
        "Exit code 0: everything was taken or was here already; 1: a file was refused; 2: wrong call."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--json", action="store_true", help="print the results as JSON")
        parser.add_argument("--standard", default="", help="of a table or OpenControl file: what it is a standard of")
        parser.add_argument("--edition", default="", help="of a table or OpenControl file: which edition")
        parser.add_argument(
            "--column", action="append", default=[], metavar="USE=HEADING", type=_pair,
            help=f"a column of a table that was not found; uses: {', '.join(USES)}",
        )  # fmt: skip
        parser.add_argument("--actor", metavar="USERNAME", help="in whose name (default: the system user)")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Options(options["standard"], options["edition"], dict(options["column"]))
        try:
            files = [(_existing(path), path.name) for path in options["files"]]
            results = bring(
                files, actor=named_user(options["actor"]), at=timezone.now(), source="command",
                dry_run=options["dry_run"], options=chosen,
            )  # fmt: skip
        except Refused as refusal:
            for sentence in refusal.all_sentences():
                self.stderr.write(sentence)
            sys.exit(USAGE)
        if options["json"]:
            data = {"dry_run": options["dry_run"], "files": [r.as_data() for r in results]}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        else:
            for result in results:
                self._say(result)
            if options["dry_run"]:
                self.stdout.write("A dry run: nothing was written.")
        sys.exit(1 if any(r.outcome == REFUSED for r in results) else 0)

    def _say(self, result: Result) -> None:
        self.stdout.write(f"{result.file}: {result.outcome}{result.format and ', ' + result.format}")
        if result.reason:
            self.stdout.write(f"  {result.reason}")
        for note in result.notes:
            self.stdout.write(f"  {note}")
        for part in result.parts:
            if result.outcome != REFUSED:
                self._say_part(part)
        for refusal in result.refused:
            self.stdout.write(f"  not taken: {refusal.where}: {refusal.why}")

    def _say_part(self, part: Part) -> None:
        counts = f"{part.mappings} rows" if part.kind == "mapping" else (
            f"{part.nodes} requirements, {part.assessable} assessable, {part.depth} levels"
        )  # fmt: skip
        change = f"{len(part.added)} added, {len(part.changed)} changed, {len(part.gone)} gone"
        self.stdout.write(f"  {part.ref} ({part.edition}): {counts}; {change}")
        for word, lines in (("changed", part.changed), ("gone", part.gone)):
            for line in lines[:FEW]:
                self.stdout.write(f"    {word}: {line}")
            if len(lines) > FEW:
                self.stdout.write(f"    … and {len(lines) - FEW} more")
        for refusal in part.refused[:FEW]:
            self.stdout.write(f"    kept out: {refusal.where}: {refusal.why}")
        if len(part.refused) > FEW:
            self.stdout.write(f"    … and {len(part.refused) - FEW} more kept out")


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    return path


def _pair(text: str) -> tuple[str, str]:
    use, sign, heading = text.partition("=")
    if not sign or use not in USES or not heading:
        raise argparse.ArgumentTypeError("write USE=HEADING")
    return use, heading
