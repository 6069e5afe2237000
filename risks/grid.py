"""A matrix as rows of cells for pages and prints: the highest likelihood on top, the lowest consequence on the left."""

from collections.abc import Mapping
from dataclasses import dataclass

from .matrix import Level, Matrix, Step


@dataclass(frozen=True)
class Cell:
    """One cell: its place on the scales, its level (None where the table has a hole), how many records stand in it."""

    likelihood: int
    consequence: int
    level: Level | None
    count: int = 0


@dataclass(frozen=True)
class Row:
    """One step of likelihood with its cells."""

    place: int
    step: Step
    cells: list[Cell]


def grid(matrix: Matrix, counts: Mapping[tuple[int, int], int] | None = None) -> list[Row]:
    """The rows of the table. `counts`: records by (likelihood, consequence)."""
    counts = counts or {}
    return [
        Row(
            place,
            step,
            [
                Cell(place, column, _level(matrix, place, column), counts.get((place, column), 0))
                for column in range(1, len(matrix.consequence) + 1)
            ],
        )
        for place, step in reversed(list(enumerate(matrix.likelihood, 1)))
    ]


def _level(matrix: Matrix, likelihood: int, consequence: int) -> Level | None:
    try:
        return matrix.level(matrix.cells[likelihood - 1][consequence - 1])
    except IndexError:
        return None
