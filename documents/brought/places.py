"""Where files come from: a folder on disk, or a ZIP. Paths as they are kept, bytes up to the limit of an upload."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from qms.attachments.sniff import media_type
from qms.lib.errors import Invalid, Refused, TooLarge

MOST_FILES = 2000
#: A file of a folder: its path, and its bytes or why they cannot be had.
One = tuple[str, bytes | Refused]


def of_folder(folder: Path) -> Iterator[One]:
    """The files below a folder, in the order of their paths; hidden ones and links to elsewhere are left out."""
    if not folder.is_dir():
        raise Invalid(_("“%s” is no folder.") % folder)
    root = folder.resolve()
    paths = sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink())
    shown = [p for p in paths if not any(part.startswith(".") for part in p.relative_to(root).parts)]
    _bounded(len(shown))
    for path in shown:
        name = path.relative_to(root).as_posix()
        too_large = path.stat().st_size > settings.QMS_UPLOAD_MAX
        yield name, _large() if too_large else path.read_bytes()


def of_zip(data: bytes) -> Iterator[One]:
    """The files of a ZIP. Raises TooLarge, WrongType for an archive that unpacks beyond limits or outside itself."""
    if len(data) > settings.QMS_UPLOAD_MAX:
        raise _large()
    media_type("folder.zip", data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _hidden(m.filename)]
        _bounded(len(members))
        for member in sorted(members, key=lambda m: m.filename):
            yield member.filename, _member(archive, member)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | Refused:
    """The bytes, counted while they are unpacked: what the archive says of their number may be wrong."""
    try:
        with archive.open(member) as file:
            data = file.read(settings.QMS_UPLOAD_MAX + 1)
    except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        return Invalid(_("This member of the archive cannot be unpacked: %s") % error)
    return _large() if len(data) > settings.QMS_UPLOAD_MAX else data


def _large() -> TooLarge:
    return TooLarge(_("Files may have at most %d MB.") % (settings.QMS_UPLOAD_MAX // 1024**2))


def _bounded(count: int) -> None:
    if count > MOST_FILES:
        raise TooLarge(_("%(n)d files; one import takes %(most)d.") % {"n": count, "most": MOST_FILES})
