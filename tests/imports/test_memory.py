"""Long files are read and written in constant memory."""

import resource
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from qms.imports.mapping import Mapping
from qms.imports.reading import open_table
from qms.imports.run import run_import
from tests.imports.mishaps import AT, Mishap, Mishaps

File = Callable[..., Path]
MAPPING = {"id": "external_id", "title": "title", "found on": "found_on"}


def lines(count: int) -> str:
    return "id,title,found on\n" + "".join(f"I-{n},Incident number {n},2026-01-{n % 28 + 1:02}\n" for n in range(count))


def peak(work: Callable[[], object]) -> int:
    """The most memory, in bytes, that Python's objects took while it worked."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_reading_takes_as_much_memory_for_100_000_rows_as_for_10_000(file: File) -> None:
    few, many = file("few.csv", lines(10_000)), file("many.csv", lines(100_000))

    def read(path: Path, wanted: int) -> None:
        assert sum(1 for _row in open_table(path).rows()) == wanted

    peak(lambda: read(few, 10_000))  # what is made once per process
    assert peak(lambda: read(many, 100_000)) < peak(lambda: read(few, 10_000)) + 1_000_000


def test_reading_a_workbook_takes_constant_memory(file: File, tmp_path: Path) -> None:
    def workbook(name: str, rows: int) -> Path:
        made = Workbook(write_only=True)
        sheet = made.create_sheet("Rows")
        sheet.append(["id", "hours"])
        for n in range(rows):
            sheet.append([n, n % 500])
        made.save(tmp_path / name)
        return tmp_path / name

    few, many = workbook("few.xlsx", 1_000), workbook("many.xlsx", 10_000)
    peak(lambda: list(open_table(few).rows()))

    def read(path: Path) -> int:
        return sum(1 for _row in open_table(path).rows())

    assert peak(lambda: read(many)) < peak(lambda: read(few)) + 1_000_000


def test_writing_takes_memory_by_batch_and_not_by_file(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    table = open_table(file("a.csv", lines(6_000)))
    seen: list[int] = []

    def note(done: int, total: int) -> None:
        seen.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    result = run_import(incidents, table, Mapping(MAPPING), actor=people.quality, at=AT, progress=note)
    assert result.created == 6_000 and Mishap.objects.count() == 6_000
    assert seen[-1] - seen[2] < 20_000, "kilobytes after the second batch"


@pytest.mark.slow
def test_100_000_rows_are_checked_in_constant_memory(incidents: Mishaps, people: SimpleNamespace, file: File) -> None:
    table = open_table(file("a.csv", lines(100_000)))
    seen: list[int] = []

    def note(done: int, total: int) -> None:
        seen.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    result = run_import(incidents, table, Mapping(MAPPING), actor=people.quality, at=AT, dry_run=True, progress=note)
    assert result.valid == 100_000
    # Apart from the batch only the external ids stay in memory, to find doubles.
    assert seen[-1] - seen[2] < 40_000, "kilobytes after the second batch"
