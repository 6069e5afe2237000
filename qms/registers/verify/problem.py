"""One disagreement, as verify names it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Problem:
    """One disagreement: where (table), which record or row, which field, and what is wrong."""

    where: str
    subject: str
    field: str
    said: str

    def as_dict(self) -> dict[str, str]:
        """For `--json`."""
        return asdict(self)
