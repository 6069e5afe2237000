"""The samples of an audit on paper: what was drawn from what, and how, so that a reader can draw it again."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from qms.printing.shapes import PrintColumn, PrintTable, Value

from .models import ChecklistLine
from .models.checklist_lines import DRAWN_BY

#: Characters of items in one row: a row stays on its page, so a long list goes on in the next row under the same heads.
LONGEST_CELL = 600


def ref_of(line: ChecklistLine) -> str:
    """The question's number within its audit, such as L03."""
    return line.number.rpartition("-")[2]


def sample_tables(lines: Iterable[ChecklistLine], label: str) -> list[PrintTable]:
    """One table of all samples of these questions, one of the populations that were listed; none where none was drawn.

    ISO 19011 A.6: population, method and size of a sample are documented. The seed and the order of the population
    are what it takes to draw the same items again (see `sampling`).
    """
    samples = [(ref_of(line), row) for line in lines for row in line.samples]
    drawn = [row for ref, sample in samples for row in _drawn(ref, sample)]
    listed = [row for ref, sample in samples for row in _listed(ref, sample)]
    found = [PrintTable(label=label, columns=_drawn_heads(), rows=drawn)] if drawn else []
    if listed:
        found.append(PrintTable(label=_("Populations that were listed"), columns=_listed_heads(), rows=listed))
    return found


def _drawn_heads() -> list[PrintColumn]:
    return [
        PrintColumn(label=_("Line"), width="rev"), PrintColumn(label=_("What was sampled")),
        PrintColumn(label=_("Population"), width="short"), PrintColumn(label=_("Method"), width="short"),
        PrintColumn(label=_("Size"), width="rev"), PrintColumn(label=_("Seed"), width="short"),
        PrintColumn(label=_("Items drawn"), width="long"),
    ]  # fmt: skip


def _drawn(ref: str, sample: dict[str, str]) -> Iterator[list[Value]]:
    method = str(dict(DRAWN_BY).get(sample["method"], sample["method"]))
    how = [sample["population"], method, sample["size"], sample["seed"] or None]
    for what, items in _pieces(sample["of"], sample["drawn"]):
        yield [ref, what, *how, items]


def _listed_heads() -> list[PrintColumn]:
    return [
        PrintColumn(label=_("Line"), width="rev"), PrintColumn(label=_("What was sampled")),
        PrintColumn(label=_("All items, in their order"), width="long"),
    ]  # fmt: skip


def _listed(ref: str, sample: dict[str, str]) -> Iterator[list[Value]]:
    if sample["listed"]:
        for what, items in _pieces(sample["of"], sample["listed"]):
            yield [ref, what, items]


def _pieces(what: str, items: str) -> Iterator[tuple[str, str | None]]:
    """Items that stand one per line, in pieces that fit into one row each; the first also where there are none."""
    piece, said = "", what
    for item in items.split("\n"):
        if piece and len(piece) + len(item) > LONGEST_CELL:
            yield said, piece
            piece, said = "", _("%s (continued)") % what
        piece += f"; {item}" if piece else item
    yield said, piece or None
