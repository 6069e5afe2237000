"""From a file to records: look, check every row, write all of them in one transaction or none."""

import datetime
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.lib.errors import Forbidden, Invalid
from qms.registers.many import RowError, RowsRefused

from .convert import Converter
from .mapping import Mapping, check_mapping
from .permission import may_import
from .reading import Table
from .result import Result
from .rows import Row
from .survey import survey

BATCH = 1000
MOST_LOOKED = 200  # rows that cannot be read of which the other cells are looked at too
MIGRATED = "migrated"  # the mark of a record that came with a state from another system
Progress = Callable[[int, int], None]


class Ready(NamedTuple):
    """A row that became values."""

    line: int
    values: dict[str, Any]


class _Rollback(Exception):
    """Ends the transaction of a refused import."""


def run_import(
    register: Any, table: Table, mapping: Mapping, *, actor: Any, at: datetime.datetime, source: str = "import",
    dry_run: bool = False, progress: Progress = lambda done, total: None,
    finish: Callable[[Result], bool] = lambda result: True, may: Callable[[Any, Any], bool] = may_import,
) -> Result:  # fmt: skip
    """Import a table. `progress(done, total)` counts rows; `finish(result)` is called last inside the
    transaction and may still stop everything by saying False; `may(register, actor)` says who may bring a file at all.

    One refused row and nothing is written; all rows are checked in any case. Raises Forbidden, or Invalid by column for
    a wrong mapping and for dates and numbers that can be read in two ways.
    """
    if not may(register, actor):
        raise Forbidden(_("You may not import into “%s”.") % register.label_plural)
    check_mapping(register, table.columns, mapping)
    started = time.monotonic()
    looked = survey(register, table, mapping)
    looked.require_answers()
    result = Result(register.key, table.name, table.sha256, dry_run, rows=looked.rows, notes=list(table.notes))
    result.unknown = looked.unknown
    converter = Converter(
        register,
        table.columns,
        mapping,
        styles=looked.styles,
        marks=looked.marks,
        unit_id=unit_of(mapping),
        actor=actor,
    )
    work = _Work(register, table, converter, result, actor=actor, at=at, source=source, progress=progress)
    if dry_run:
        work.go(write=False)
    else:
        try:
            with transaction.atomic():
                work.go(write=True)
                result.seconds = round(time.monotonic() - started, 3)
                if result.refused or not finish(result):
                    raise _Rollback
        except _Rollback:
            result.created, result.first, result.last = 0, "", ""
    result.seconds = round(time.monotonic() - started, 3)
    return result


def unit_of(mapping: Mapping) -> int | None:
    """The unit of rows that name none. Raises Invalid for a code that does not exist."""
    if not mapping.unit:
        return None
    unit = Unit.objects.filter(code__iexact=mapping.unit).first()
    if unit is None:
        raise Invalid(fields={"unit": [_("There is no unit “%s”.") % mapping.unit[:40]]})
    return int(unit.pk)


class _Work:
    """The batches of one run."""

    def __init__(
        self, register: Any, table: Table, converter: Converter, result: Result, *, actor: Any, at: datetime.datetime,
        source: str, progress: Progress,
    ) -> None:  # fmt: skip
        self.register, self.table, self.converter, self.result = register, table, converter, result
        self.actor, self.at, self.source, self.progress = actor, at, source, progress
        self.seen: dict[str, int] = {}  # external id → line
        self.looked = 0
        #: What every row is given, such as its worksheet: the same file may go into two of them.
        self.within = "".join(f"{text}:" for text in converter.cells.mapping.given.values())
        self.reason = _("Imported from %(name)s, SHA-256 %(hash)s") % {"name": table.name, "hash": table.sha256}

    def go(self, *, write: bool) -> None:
        """Work off all rows. After the first refused one the rest are only checked."""
        done = 0
        self.progress(0, self.result.rows)
        for rows in _batches(self.table.rows()):
            ready = self._new(self._converted(rows))
            for mark, some in _by_mark(ready):
                if write and not self.result.refused:
                    self._write(some, mark)
                else:
                    self._check(some, mark)
            done += len(rows)
            self.progress(done, self.result.rows)

    def _converted(self, rows: Iterable[Row]) -> Iterator[Ready]:
        for row in rows:
            if row.problem:
                self.result.refuse(row.line, [("", row.problem)])
                continue
            values, wrong = self.converter.convert(row.cells)
            if wrong:
                self.result.refuse(row.line, [*wrong, *self._besides(values)])
                continue
            values.setdefault("external_id", f"file:{self.table.sha256[:12]}:{row.line}")
            values["external_id"] = f"{self.within}{values['external_id']}"
            yield Ready(row.line, values)

    def _besides(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        """What is wrong with the other cells of a row that cannot be read, so that all of it is said at once."""
        self.looked += 1
        if self.looked > MOST_LOOKED:
            return []
        _records, errors = self.register.check_rows([values], actor=self.actor, at=self.at)
        columns = {n: c for _i, c, n in self.converter.plan}
        found = [(name, said) for e in errors for name, said in e.refusal.fields.items() if name in values]
        return [(columns.get(name, name), sentence) for name, said in found for sentence in said]

    def _new(self, rows: Iterable[Ready]) -> list[Ready]:
        """Those rows that are not in the register and not earlier in the file."""
        ready = list(rows)
        there = self._there([r.values["external_id"] for r in ready])
        fresh = []
        for row in ready:
            key = row.values["external_id"]
            if key in there:
                number = there[key] or _("a record you may not see")
                self.result.skip(row.line, key, _("is in the register already: %s") % number)
            elif key in self.seen:
                self.result.skip(row.line, key, _("stands in the file already, on line %d") % self.seen[key])
            else:
                self.seen[key] = row.line
                fresh.append(row)
        return fresh

    def _there(self, keys: list[str]) -> dict[str, str]:
        """Number by external id of records that exist; no number where the actor may not see it."""
        found = self.register.model.objects.filter(external_id__in=keys)
        seen = dict(self.register.visible(self.actor).filter(external_id__in=keys).values_list("external_id", "number"))
        there = {key: seen.get(key, "") for key in found.values_list("external_id", flat=True)}
        return there | self._own(keys) if self.converter.given else there

    def _own(self, keys: list[str]) -> dict[str, str]:
        """What went out from the very place that the rows go into, by number: a table that comes back adds nothing."""
        numbers = {key.removeprefix(self.within): key for key in keys}
        own = self.register.model.objects.filter(number__in=list(numbers), **self.converter.given)
        return {numbers[number]: number for number in own.values_list("number", flat=True)}

    def _write(self, rows: list[Ready], mark: str) -> None:
        try:
            with transaction.atomic():
                records = self._create(rows, mark)
        except IntegrityError as error:
            self._find(rows, mark, error)
            return
        if records is None:
            self._check(rows, mark)
            return
        self.result.valid += len(records)
        self.result.created += len(records)
        self.result.first = self.result.first or records[0].number
        self.result.last = records[-1].number

    def _create(self, rows: list[Ready], mark: str) -> Any:
        """The written records, or None when the register refuses a row."""
        try:
            return self.register.create_many(
                [r.values for r in rows],
                actor=self.actor,
                at=self.at,
                reason=self.reason,
                source=self.source,
                mark=mark,
            )
        except RowsRefused:
            return None

    def _check(self, rows: list[Ready], mark: str) -> None:
        records, errors = self.register.check_rows([r.values for r in rows], actor=self.actor, at=self.at, mark=mark)
        self.result.valid += len(records)
        for error in errors:
            self._refuse(rows[error.index], error)

    def _refuse(self, row: Ready, error: RowError) -> None:
        columns = {n: c for _i, c, n in self.converter.plan}
        refusal = error.refusal
        said = [(columns.get(name, name), s) for name, ss in refusal.fields.items() for s in ss]
        self.result.refuse(row.line, said + [("", s) for s in refusal.sentences])

    def _find(self, rows: list[Ready], mark: str, error: IntegrityError) -> None:
        """The rows that the database itself refuses, found by halving; what is tried here is always rolled back."""
        if len(rows) == 1:
            said = _("The database refuses this row: %s") % str(error).splitlines()[0][:200]
            self.result.refuse(rows[0].line, [("", said)])
            return
        middle = len(rows) // 2
        for half in (rows[:middle], rows[middle:]):
            try:
                with transaction.atomic():
                    self._create(half, mark)
                    raise _Rollback
            except _Rollback:
                self.result.valid += len(half)
            except IntegrityError as again:
                self._find(half, mark, again)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch


def _by_mark(rows: list[Ready]) -> Iterator[tuple[str, list[Ready]]]:
    """Rows that bring a state are marked as migrated. Neighbours stay together, so that numbers follow the file."""
    for mark, some in itertools.groupby(rows, key=lambda r: MIGRATED if "state" in r.values else ""):
        yield mark, list(some)
