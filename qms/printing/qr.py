"""QR codes as images. Made in the printing child: an image is painted once and shown on every page, a drawing is
painted on each."""

from __future__ import annotations

import io

import segno

QUIET, SQUARE = 2, 4  # squares around the code; dots a square has, sharp at 15 mm


def qr_png(text: str) -> bytes:
    """Encode a text; error correction M, raised where the size stays the same."""
    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(made, kind="png", scale=SQUARE, border=QUIET)
    return made.getvalue()
