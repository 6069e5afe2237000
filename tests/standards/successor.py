"""A made-up successor of ISO 9001:2015, and the mapping that leads to it."""

from pathlib import Path
from typing import Any

from standards.importing.shapes import Options
from standards.models import MappingSet
from tests.standards.files import brought, written

EDITION = """ref,title
8,Operation
8.5,Provision
8.5.1,Control of provision
8.5.7,Monitoring of provision
9,Evaluation
9.2,Internal audit
"""
ROWS = """source,relation,target,strength,rationale
iso9001-2015:8.5.1,equal,iso-9001-2026:8.5.1,9,Same text
iso9001-2015:8.5.1.c,intersects,iso-9001-2026:8.5.7,4,Moved and widened
iso9001-2015:9.2.1,subset,iso-9001-2026:9.2,8,Now one clause
"""
OPTIONS = Options("ISO 9001", "2026")


def files(folder: Path) -> tuple[Path, Path]:
    """The edition and the mapping as tables."""
    return written(folder, "nine 2026.csv", EDITION), written(folder, "nine 2015 to 2026.csv", ROWS)


def successor(folder: Path) -> Any:
    """The mapping, with both editions loaded."""
    edition, rows = files(folder)
    results = brought(edition, options=OPTIONS) + brought(rows)
    assert [r.outcome for r in results] == ["imported", "imported"], [r.reason for r in results]
    return MappingSet.objects.select_related("source__standard", "target__standard").get()


def only_this() -> None:
    """Take the shipped mappings away, so that `successor` is the only one."""
    from standards.models import MappingRow

    MappingRow.objects.all().delete()
    MappingSet.objects.all().delete()
