"""`manage.py import_records REGISTER FILE`: records from a CSV, TSV or XLSX file, all or none."""

import argparse
import itertools
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from qms.accounts.models import Unit
from qms.accounts.people import named_user
from qms.imports.amounts import MARKS
from qms.imports.dates import STYLES
from qms.imports.mapping import DROP, KEEP, Mapping, check_mapping, propose
from qms.imports.reading import Options, Table, open_table
from qms.imports.result import Result
from qms.imports.run import run_import
from qms.imports.runs import PROPOSED_FROM
from qms.imports.targets import headings, targets
from qms.lib.errors import Refused
from qms.registers.registry import registry

USAGE = 2
FEW = 5  # skipped lines that are printed


class Command(BaseCommand):
    help = (
        "Import records from a file. Columns are proposed from headings and values; --map overrides. One refused row "
        "and nothing is written. Exit code 0: done; 1: rows were refused; 2: wrong call or a file that cannot be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("register", help="key of the register, for example nonconformities")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD", type=_pair,
            help=f"a column's field; {KEEP} keeps it as text, {DROP} leaves it out",
        )  # fmt: skip
        parser.add_argument(
            "--value", action="append", default=[], metavar="COLUMN:CELL=CHOICE", type=_value,
            help="what a cell of a column means, for example severity:Blocker=critical",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="check every row and write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--actor", metavar="USERNAME", help="in whose name (default: the system user)")
        parser.add_argument("--unit", default="", metavar="CODE", help="unit of rows that name none")
        parser.add_argument("--date-style", choices=STYLES, default="", help="the order of dates in figures")
        parser.add_argument("--decimal", choices=MARKS, default="", help="the decimal mark")
        parser.add_argument("--encoding", default="", help="instead of the one found")
        parser.add_argument("--delimiter", default="", help="instead of the one found")
        parser.add_argument("--sheet", default="", help="of a workbook (default: the first visible one)")
        parser.add_argument("--header", type=int, metavar="LINE", help="line of the headings; 0: there are none")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            actor = named_user(options["actor"])
            register = registry[options["register"]]
            table = _table(register, options)
            mapping = _mapping(register, table, options)
            check_mapping(register, table.columns, mapping)
            if not options["json"]:
                self._say_mapping(register, table, mapping)
            result = run_import(
                register, table, mapping, actor=actor, at=timezone.now(), source="command", dry_run=options["dry_run"],
                progress=self._progress,
            )  # fmt: skip
        except Refused as refusal:
            self._refuse(refusal, as_json=options["json"])
            sys.exit(USAGE)
        self._say(result, mapping, as_json=options["json"])
        sys.exit(0 if result.ok else 1)

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {total:,}", ending="\n" if done == total else "")

    def _refuse(self, refusal: Refused, *, as_json: bool) -> None:
        if as_json:
            said = {"code": refusal.code, "sentences": refusal.sentences, "fields": refusal.fields}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        for sentence in refusal.sentences + [s for said in refusal.fields.values() for s in said]:
            self.stderr.write(sentence)

    def _say_mapping(self, register: Any, table: Table, mapping: Mapping) -> None:
        words = {KEEP: "kept as text", DROP: "left out"}
        known = targets(register)
        for column in table.columns:
            name = mapping.columns.get(column, DROP)
            self.stdout.write(f"  {column} → {words.get(name) or f'{known[name].label} ({name})'}")
        for note in table.notes:
            self.stdout.write(note)

    def _say(self, result: Result, mapping: Mapping, *, as_json: bool) -> None:
        if as_json:
            data = {**result.as_data(), "mapping": mapping.as_data()}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        for problem in result.errors:
            self.stderr.write(f"line {problem.line}: {problem.column and problem.column + ': '}{problem.message}")
        if result.errors_total > len(result.errors):
            self.stderr.write(f"… and {result.errors_total - len(result.errors):,} more")
        for twin in result.duplicates[:FEW]:
            self.stdout.write(f"line {twin.line} skipped: {twin.column} {twin.message}")
        if result.skipped > FEW:
            self.stdout.write(f"… and {result.skipped - FEW:,} more lines skipped")
        done = f"{result.valid:,} would be created" if result.dry_run else f"{result.created:,} created"
        span = f" ({result.first} to {result.last})" if result.first else ""
        counts = f"{result.rows:,} rows: {done}{span}, {result.skipped:,} skipped, {result.refused:,} refused"
        self.stdout.write(f"{counts}, in {result.seconds:.1f} s")
        if not result.ok:
            self.stdout.write("Nothing was written.")


def _table(register: Any, options: dict[str, Any]) -> Table:
    if not options["file"].is_file():
        raise Refused(f"There is no file {options['file']}.")
    delimiter = {"tab": "\t", "\\t": "\t"}.get(options["delimiter"], options["delimiter"])
    if len(delimiter) > 1:
        raise Refused("The delimiter is one character, or the word tab.")
    chosen = Options(options["encoding"], delimiter, options["sheet"], options["header"])
    return open_table(options["file"], options=chosen, known=headings(register))


def _mapping(register: Any, table: Table, options: dict[str, Any]) -> Mapping:
    """The proposal, with what was said on the command line in its place."""
    sample = [r.cells for r in itertools.islice(table.rows(), PROPOSED_FROM) if not r.problem]
    mapping = propose(register, table.columns, sample)
    said = dict(options["map"])
    for column, name in mapping.columns.items():
        if name in said.values() and column not in said:
            mapping.columns[column] = KEEP if KEEP in mapping.columns.values() else DROP
    mapping.columns.update(said)
    for column, cell, choice in options["value"]:
        mapping.values.setdefault(column, {})[cell] = choice
    mapping.dates = {"": options["date_style"]} if options["date_style"] else {}
    mapping.decimals = {"": options["decimal"]} if options["decimal"] else {}
    mapping.unit = options["unit"] or ("" if options["actor"] else _root())
    return mapping


def _root() -> str:
    """The code of the one unit above all others, for records that no person brings."""
    roots = list(Unit.objects.filter(parent=None).values_list("code", flat=True)[:2])
    return roots[0] if len(roots) == 1 else ""


def _pair(text: str) -> tuple[str, str]:
    column, sign, name = text.rpartition("=")
    if not sign or not column or not name:
        raise argparse.ArgumentTypeError("write COLUMN=FIELD")
    return column, name


def _value(text: str) -> tuple[str, str, str]:
    (head, sign, choice), colon = text.rpartition("="), ":"
    column, found, cell = head.partition(colon)
    if not sign or not found:
        raise argparse.ArgumentTypeError("write COLUMN:CELL=CHOICE")
    return column, cell, choice
