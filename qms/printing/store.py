"""Prints kept under `QMS_DATA/prints`: one PDF for one input, printed once, read many times.

A print is found by the hash of everything it was made from, so that a change of a template, a style sheet or of
WeasyPrint never serves yesterday's layout; the hash of the PDF stands in the file's name, so that a file altered on
disk is noticed, thrown away and printed again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

from qms.lib.canonical import encode
from qms.printing.failures import PrintFailed
from qms.printing.render import ROOT, STYLES, Manuscript, render_pdf, render_sheaf

logger = logging.getLogger(__name__)
#: Where what makes a print stands: every folder of the program that Python or Django reads.
CODE = tuple(p.name for p in sorted(ROOT.iterdir()) if (p / "__init__.py").exists() and p.name != "tests") + (
    "templates", "static",
)  # fmt: skip


def printed(
    html: str, *, css: Sequence[Path] = STYLES, title: str, lang: str = "en", files: Mapping[str, bytes] | None = None
) -> bytes:
    """The PDF of this input, from the store or printed and kept. Raises PrintFailed as `render_pdf` does."""
    key = key_of(html, css=css, title=title, lang=lang, files=files)
    pdf = find(key)
    if pdf is None:
        pdf = render_pdf(html, css=css, title=title, lang=lang, files=files)
        keep(key, pdf)
    return pdf


def printed_sheaf(sheaf: Sequence[Manuscript], keys: Sequence[str]) -> list[bytes | PrintFailed]:
    """Render a few prints that the store does not have, and keep under its key each that was made."""
    made = render_sheaf(sheaf)
    for key, pdf in zip(keys, made, strict=True):
        if not isinstance(pdf, PrintFailed):
            keep(key, pdf)
    return made


def key_of(
    html: str, *, css: Sequence[Path] = STYLES, title: str, lang: str = "en", files: Mapping[str, bytes] | None = None
) -> str:
    """SHA-256 of everything a print is made from, in hexadecimal."""
    made_from = {
        "html": _sha256(html.encode()),
        "css": [_sha256(path.read_bytes()) for path in css],
        "title": title,
        "lang": lang,
        "files": {name: _sha256(data) for name, data in (files or {}).items()},
        "printer": _printer(),
    }
    return _sha256(encode(made_from))


def find(key: str) -> bytes | None:
    """The kept PDF, or None when there is none or the one on disk is not what was kept."""
    for path in _folder(key).glob(f"{key}-*.pdf"):
        pdf = path.read_bytes()
        if path.stem == f"{key}-{_sha256(pdf)}":
            return pdf
        logger.warning("print %s was altered on disk and is printed again", path.name)
        path.unlink(missing_ok=True)
    return None


def keep(key: str, pdf: bytes) -> Path:
    """Keep a PDF under its key, all or nothing; keeping it twice is harmless."""
    folder = _folder(key)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{key}-{_sha256(pdf)}.pdf"
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as half:
        half.write(pdf)
    os.replace(half.name, path)
    return path


def _folder(key: str) -> Path:
    return Path(settings.QMS_DATA) / "prints" / key[:2] / key[2:4]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@cache
def _printer() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "segno"))


def remember(note: Mapping[str, Any], ground: Mapping[str, Any], key: str) -> None:
    """Note which print something led to, on what ground; one note for one `note`, the last one counts."""
    path = _note_path(note)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    half.write_text(f"{_sha256(encode(dict(ground)))} {key}")
    os.replace(half, path)


def recall(note: Mapping[str, Any], ground: Mapping[str, Any]) -> str | None:
    """The key of the print that was noted on the same ground; None where there is no note, or the ground moved."""
    try:
        said, _space, key = _note_path(note).read_text().partition(" ")
    except (OSError, ValueError):
        return None
    return key if said == _sha256(encode(dict(ground))) else None


@cache
def program() -> str:
    """A mark of the program as it is installed: code and templates, whichever of them changed last."""
    files = [p for room in CODE for p in (ROOT / room).rglob("*") if p.suffix in (".py", ".html", ".css", ".txt")]
    told = [(p.relative_to(ROOT).as_posix(), p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(files)]
    return _sha256(repr((told, _printer())).encode())


def _note_path(note: Mapping[str, Any]) -> Path:
    name = _sha256(encode(dict(note)))
    return Path(settings.QMS_DATA) / "prints" / "notes" / name[:2] / name
