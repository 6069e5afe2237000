"""What a file is, by its bytes; the name must agree."""

import io
import json
import struct
import unicodedata
import zipfile
from pathlib import PurePath

import puremagic
from django.utils.translation import gettext as _

from qms.lib.errors import TooLarge, WrongType

OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".zip": "application/zip",
}
MAGIC = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".gif": (b"GIF8", "image/gif"),
    ".webp": (b"RIFF", "image/webp"),
}
INSIDE = {  # what an archive of this kind must hold
    ".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/", ".odt": "content.xml", ".ods": "content.xml",
}  # fmt: skip
TEXTS = {
    ".txt": "text/plain", ".md": "text/markdown", ".csv": "text/csv", ".tsv": "text/tab-separated-values",
    ".log": "text/plain", ".json": "application/json", ".yaml": "application/yaml", ".yml": "application/yaml",
    ".eml": "message/rfc822",
}  # fmt: skip
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 1000, 500 * 1024 * 1024, 100
NAME_LIMIT = 150


def clean_name(name: str) -> str:
    """The bare file name, without folders and control characters. Raises WrongType when nothing is left."""
    bare = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    bare = "".join(c for c in bare if c.isprintable()).strip(". ")
    if not bare:
        raise WrongType(_("The file has no usable name."))
    stem, dot, ending = bare.rpartition(".")
    return bare if len(bare) <= NAME_LIMIT else f"{stem[: NAME_LIMIT - len(ending) - 1]}{dot}{ending}"


def media_type(name: str, data: bytes) -> str:
    """The type of a file whose content agrees with its name.

    Raises WrongType for types that are not taken or do not fit, TooLarge for an archive that unpacks beyond limits.
    """
    ending = PurePath(name).suffix.lower()
    if ending in MAGIC:
        return _by_magic(ending, data)
    if ending in OFFICE:
        return _archive(ending, data)
    if ending in TEXTS:
        return _text(ending, data)
    known = ", ".join(sorted({*MAGIC, *OFFICE, *TEXTS}))
    raise WrongType(
        _("Files of type “%(ending)s” are not taken. Taken are: %(known)s.") % {"ending": ending or "?", "known": known}
    )


def _by_magic(ending: str, data: bytes) -> str:
    start, kind = MAGIC[ending]
    if not data.startswith(start) or (kind == "image/webp" and data[8:12] != b"WEBP"):
        raise WrongType(_("The content of this file is not what “%s” says. Save it again in that format.") % ending)
    if _hides_a_page(data):
        raise WrongType(_("This file is two things at once: it also reads as a web page or program."))
    return kind


def _hides_a_page(data: bytes) -> bool:
    """Polyglots: an image or PDF whose first bytes or comment area also opens as HTML, or that ends as an archive."""
    head = data[:1024].lower()
    if b"<script" in head or b"<html" in head or b"<svg" in head:
        return True
    return zipfile.is_zipfile(io.BytesIO(data)) and bool(_members(data))


def _members(data: bytes) -> list[zipfile.ZipInfo]:
    """What an archive holds; nothing where it cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return []


def _archive(ending: str, data: bytes) -> str:
    members = _members(data) if data.startswith(b"PK") else []
    unpacked = sum(m.file_size for m in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(data), 1):
        raise TooLarge(_("This archive unpacks to more than is taken (%d members).") % len(members))
    if not any(m.filename.startswith(INSIDE.get(ending, "")) for m in members):
        raise WrongType(_("The content of this file is not what “%s” says. Save it again in that format.") % ending)
    if any("vbaproject" in m.filename.lower() for m in members):
        raise WrongType(_("This file holds macros. Save it without them."))
    if any(_leads_out(m.filename) for m in members):
        raise WrongType(_("This archive holds a file that would be unpacked outside of its folder."))
    return OFFICE[ending]


def _leads_out(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":"


def _text(ending: str, data: bytes) -> str:
    if b"\x00" in data[:65536] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WrongType(_("This file is named as text and is not text."))
    if ending == ".json":
        try:
            json.loads(data)
        except (ValueError, RecursionError) as error:
            raise WrongType(_("This file is named as JSON and cannot be read as such: %s.") % error) from None
    found = {match.extension for match in _guess(data)}
    starts = tuple(start for start, _kind in MAGIC.values() if start != b"RIFF")
    if data.startswith(starts) or found & {".exe", ".elf", ".dll", ".zip", ".pdf", ".png", ".jpg", ".gif"}:
        raise WrongType(_("This file is named as text and is something else."))
    return TEXTS[ending]


def _guess(data: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return [m for m in puremagic.magic_string(data[:4096]) if m.confidence >= 0.8]
    except (puremagic.PureError, ValueError):
        return []
