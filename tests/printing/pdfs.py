"""What tests read out of a PDF: pypdf for its structure, Poppler for what a reader's program makes of it."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from tests import servers


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def poppler(tool: str, *options: str, pdf: bytes) -> str:
    """What pdftotext, pdffonts or pdfinfo says about a PDF."""
    if shutil.which(tool) is None:
        servers.lacking(f"{tool} (package poppler-utils)")
    target = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, "-", *target], input=pdf, capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


def text(pdf: bytes) -> str:
    """The selectable text, spaces and line ends as one space."""
    return " ".join(poppler("pdftotext", pdf=pdf).split())


def unembedded_fonts(pdf: bytes) -> list[str]:
    """Fonts that the file only names."""
    lines = poppler("pdffonts", pdf=pdf).splitlines()
    column = lines[0].index("emb")
    return [line for line in lines[2:] if line[column : column + 3] != "yes"]


def fonts(pdf: bytes) -> set[str]:
    """The names of the fonts, in small letters without spaces, hyphens and the prefix of a subset."""
    names = [line[:36] for line in poppler("pdffonts", pdf=pdf).splitlines()[2:]]
    return {_compact(name.rpartition("+")[2].split(" ")[0]) for name in names}


def families(language: str) -> set[str]:
    """The font families that fontconfig knows for a language, written as `fonts` writes them."""
    said = subprocess.run(["fc-list", f":lang={language}", "family"], capture_output=True, check=True, text=True).stdout
    return {_compact(name) for line in said.splitlines() for name in line.split(",")}


def _compact(name: str) -> str:
    return name.replace(" ", "").replace("-", "").lower()


def all_bytes(pdf: bytes) -> bytes:
    """Every object with its streams unpacked, to look for what must not be there."""
    reader, parts = opened(pdf), [pdf]
    for number in range(1, int(reader.trailer["/Size"])):
        found: Any = reader.get_object(number)
        parts.append(repr(found).encode())
        if hasattr(found, "get_data"):
            parts.append(found.get_data())
    return b"".join(parts)
