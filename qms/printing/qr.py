"""QR codes as one SVG path: no image file, no script, sharp at any size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno


@dataclass(frozen=True)
class QrCode:
    """`path`, stroked one unit wide, draws the dark squares on a canvas of `size` units a side, quiet zone included."""

    size: int
    path: str


def qr_code(text: str, *, quiet: int = 2) -> QrCode:
    """Encode a text; error correction M, raised where the size stays the same."""
    code = segno.make(text, error="m", micro=False)
    runs = []
    for y, row in enumerate(code.matrix, start=quiet):
        x = quiet
        for dark, squares in groupby(row):
            length = len(list(squares))
            if dark:
                runs.append(f"M{x} {y}.5h{length}")
            x += length
    return QrCode(size=len(code.matrix) + 2 * quiet, path="".join(runs))
