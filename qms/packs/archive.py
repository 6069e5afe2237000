"""Writes the ZIP: names that are safe anywhere, fixed timestamps, every member with its size and SHA-256 noted."""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = 0o100644 << 16
PACKED = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods")
UNSAFE = re.compile(r"[^\w.()+, -]+")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST = 100


def safe_name(name: str) -> str:
    """One piece of a path that unpacks on any system: no separators, no leading dot, no reserved device names."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = UNSAFE.sub("_", last).strip(" .")
    stem, dot, end = clean.rpartition(".")
    if len(clean) > LONGEST:
        clean = f"{stem[: LONGEST - len(end) - 1].rstrip(' .')}{dot}{end}" if dot and len(end) < 12 else clean[:LONGEST]
        clean = clean.strip(" .")
    return f"_{clean}" if not clean or RESERVED.match(clean) else clean


def is_safe(path: str) -> bool:
    """Whether a contributed path stays inside and consists of safe names."""
    return bool(path) and all(piece and piece == safe_name(piece) for piece in path.split("/"))


class Archive:
    """A ZIP under way. `members` holds path → {"size", "sha256"} of everything written."""

    def __init__(self, path: Path) -> None:
        self.members: dict[str, dict[str, Any]] = {}
        self._folded: set[str] = set()
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *failure: Any) -> None:
        self._zip.close()

    def __contains__(self, path: str) -> bool:
        return path in self.members

    def add(self, path: str, content: bytes | Iterable[bytes]) -> str:
        """Write a member, at once or piece by piece, and give its SHA-256. Raises ValueError for an unsafe path or one
        that is there already, also in other capitals: some systems cannot unpack both."""
        if not is_safe(path) or path.casefold() in self._folded:
            raise ValueError(f"no member can be called {path!r}")
        info = zipfile.ZipInfo(path, EPOCH)
        info.external_attr, info.create_system = PLAIN_FILE, 3
        info.compress_type = zipfile.ZIP_STORED if path.lower().endswith(PACKED) else zipfile.ZIP_DEFLATED
        size, digest = 0, hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=not isinstance(content, bytes)) as member:
            for piece in [content] if isinstance(content, bytes) else content:
                size += len(piece)
                digest.update(piece)
                member.write(piece)
        self._folded.add(path.casefold())
        self.members[path] = {"size": size, "sha256": digest.hexdigest()}
        return digest.hexdigest()
