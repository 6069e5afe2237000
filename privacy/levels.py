"""How grave a risk is by the CNIL's scale: severity and likelihood from 1 to 4, before and after measures."""

from collections.abc import Mapping, Sequence
from typing import Any

ORDER = ("", "low", "medium", "high")


def grade(severity: str, likelihood: str) -> str:
    """ "high" where both are significant or maximum, "low" where both are at most limited, else "medium".

    The method asks for prior consultation where severity and likelihood both stay significant or above.
    """
    high = [int(level) >= 3 for level in (severity, likelihood)]
    return "high" if all(high) else "medium" if any(high) else "low"


def residual(row: Mapping[str, Any]) -> str:
    """The grade after measures; what was not rated again stays as it was before them."""
    return grade(row["residual_severity"] or row["severity"], row["residual_likelihood"] or row["likelihood"])


def gravest(rows: Sequence[Mapping[str, Any]]) -> str:
    """The highest residual grade of all risks; "" without any."""
    return max((residual(row) for row in rows), key=ORDER.index, default="")
