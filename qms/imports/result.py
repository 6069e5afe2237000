"""What became of a file."""

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_ERRORS = 200  # kept of each kind; the totals count all


@dataclass
class Problem:
    """One thing wrong with one line; `column` is empty where it is the line."""

    line: int
    column: str
    message: str


@dataclass
class Result:
    """Counts of rows, and the first problems and duplicates with their lines. A dry run creates nothing: `valid` says
    how many it would create."""

    register: str
    file: str
    sha256: str
    dry_run: bool
    rows: int = 0
    valid: int = 0
    created: int = 0
    skipped: int = 0
    refused: int = 0
    errors: list[Problem] = field(default_factory=list)
    errors_total: int = 0
    duplicates: list[Problem] = field(default_factory=list)
    unknown: dict[str, list[str]] = field(default_factory=dict)  # column → cells that are no choice, person or unit
    notes: list[str] = field(default_factory=list)
    first: str = ""
    last: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether no row was refused."""
        return not self.refused

    def refuse(self, line: int, problems: list[tuple[str, str]]) -> None:
        """Count a refused row and keep its problems while there is room."""
        self.refused += 1
        self.errors_total += len(problems)
        room = max(0, MOST_ERRORS - len(self.errors))
        self.errors += [Problem(line, column, message) for column, message in problems[:room]]

    def skip(self, line: int, column: str, message: str) -> None:
        """Count a row that is there already."""
        self.skipped += 1
        if len(self.duplicates) < MOST_ERRORS:
            self.duplicates.append(Problem(line, column, message))

    def as_data(self) -> dict[str, Any]:
        """JSON data."""
        return asdict(self)
