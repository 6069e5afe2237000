"""In which letters a text file is written: found from its bytes, and said where it is only likely."""

import codecs
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

MARKS = (  # the longer mark first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHUNK = 1024**2
UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")  # bytes without a meaning in Windows-1252


class Encoding(NamedTuple):
    """Python's name of the encoding, and a sentence where it is a last resort."""

    name: str
    note: str = ""


def find_encoding(path: Path) -> Encoding:
    """The encoding of a text file: by its mark, else UTF-16 by its zeros, UTF-8 if all of it is, else Windows-1252.

    Raises Invalid naming the line where a file that is UTF-8 elsewhere holds bytes that are not.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name)
    if wide := _zeros(head):
        return Encoding(wide)
    return _eight_bit(path)


def _zeros(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of western text is zero."""
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    if half and odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if half and even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _eight_bit(path: Path) -> Encoding:
    good = bad = line = first_bad = 0
    seen: set[int] = set()
    with path.open("rb") as file:
        for raw in file:
            line += 1
            if raw.isascii():
                continue
            try:
                good += sum(not c.isascii() for c in raw.decode("utf-8"))
            except UnicodeDecodeError:
                bad += 1
                first_bad = first_bad or line
                seen.update(raw)
    if not bad:
        return Encoding("utf-8")
    if good >= bad:
        raise Invalid(
            _("Line %d is not UTF-8 although the rest of the file is. Save the file again as UTF-8.") % first_bad
        )
    name = "latin-1" if seen & UNDEFINED else "cp1252"
    label = "ISO 8859-1" if name == "latin-1" else "Windows-1252"
    said = _("The file is not UTF-8; it was read as %(name)s. Check the letters with accents, first on line %(line)d.")
    return Encoding(name, said % {"name": label, "line": first_bad})
