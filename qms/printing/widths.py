"""Column widths for the fixed table layout, as classes `w2`…`w100` (per cent) of static/print/widths.css."""

from __future__ import annotations

from collections.abc import Sequence

from qms.printing.shapes import Width

#: What a column needs, in millimetres. Texts take what is left, long ones twice as much.
NEEDS: dict[Width, float] = {
    "number": 28,
    "date": 25,
    "instant": 38,
    "person": 33,
    "short": 20,
    "state": 33,
    "level": 25,
    "rev": 11,
    "text": 26,
    "long": 40,
}
SHARES: dict[Width, int] = {"text": 1, "long": 2}
#: Printable width in millimetres, upright and on its side.
UPRIGHT, SIDEWAYS = 178, 265


def column_classes(widths: Sequence[Width], *, room: float = UPRIGHT) -> list[str]:
    """One class per column; together exactly 100 per cent, so that nothing runs off the page."""
    if not widths:
        return []
    needs = [NEEDS[width] for width in widths]
    shares = [SHARES.get(width, 0) for width in widths]
    left = room - sum(needs)
    if left > 0:
        if not any(shares):
            shares = [1] * len(widths)
        needs = [need + left * share / sum(shares) for need, share in zip(needs, shares, strict=True)]
    steps = [max(1, round(50 * need / sum(needs))) for need in needs]
    steps[steps.index(max(steps))] += 50 - sum(steps)
    return [f"w{2 * max(1, step)}" for step in steps]
