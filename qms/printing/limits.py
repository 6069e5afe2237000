"""How much one print may use, and the failure that says it wanted more. Read by the worker and by its child."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of one print: seconds of processor and wall clock, bytes of memory, of HTML and of the PDF."""

    cpu: int = 60
    wall: int = 90
    # Measured peaks of address space: 310 MB for one page with CJK letters, 660 MB for a list of 2,000 rows.
    memory: int = 1024 * MEBIBYTE
    html: int = 2 * MEBIBYTE
    pdf: int = 64 * MEBIBYTE
    open_files: int = 64


LIMITS = Limits()
