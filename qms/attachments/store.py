"""Bytes on disk under their hash: written to a temporary name, synced, then renamed; never changed afterwards."""

import datetime
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from qms.lib.errors import TooLarge

from .models import Blob
from .sniff import media_type


def check_request(*, content_type: str, length: str) -> None:
    """Refuse a request by the length it announces, before anything of it is read or written to disk.

    A form or document has DATA_UPLOAD_MAX_MEMORY_SIZE bytes, one with a file QMS_UPLOAD_MAX more. Raises TooLarge.
    """
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if content_type.startswith("multipart/"):
        most += settings.QMS_UPLOAD_MAX
    if length.isdigit() and int(length) > most:
        raise TooLarge(_("A request may have at most %d MB.") % (most // 1024**2))


def folder() -> Path:
    """Where blobs lie."""
    return Path(settings.QMS_DATA) / "blobs"


def path_of(sha256: str) -> Path:
    """Where the bytes of a hash lie."""
    return folder() / sha256[:2] / sha256[2:4] / sha256


def keep(*, name: str, data: bytes, at: datetime.datetime) -> Blob:
    """Store bytes, once per content. The file is on disk before its row exists: a row never points at nothing.

    Raises TooLarge beyond QMS_UPLOAD_MAX bytes and WrongType as `sniff.media_type` does.
    """
    if len(data) > settings.QMS_UPLOAD_MAX:
        raise TooLarge(_("Files may have at most %d MB.") % (settings.QMS_UPLOAD_MAX // 1024**2))
    kind = media_type(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    _write_once(path_of(sha256), data)
    row = Blob(sha256=sha256, size=len(data), media_type=kind, stored_at=at)
    Blob.objects.bulk_create([row], ignore_conflicts=True)  # somebody may store the same bytes at this moment
    return Blob.objects.get(sha256=sha256)


def _write_once(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as temporary:
        temporary.write(data)
        temporary.flush()
        os.fsync(temporary.fileno())
    os.chmod(temporary.name, 0o440)
    os.replace(temporary.name, path)


@contextmanager
def open_blob(blob: Blob) -> Iterator[BinaryIO]:
    """The bytes for reading."""
    with path_of(blob.sha256).open("rb") as file:
        yield file


def problem_of(blob: Blob) -> str | None:
    """What is wrong with the stored bytes: missing, or not what their hash says. None when they are whole."""
    path = path_of(blob.sha256)
    if not path.exists():
        return "the file is missing"
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return None if found == blob.sha256 else f"the file's content was changed (SHA-256 is now {found[:12]}…)"
