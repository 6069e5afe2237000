"""Where mails lie: a file, a folder of files, an mbox or a Maildir. Read only; symbolic links are not followed."""

import mailbox
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from qms.lib.errors import Refused

from .reading import MOST_BYTES

MAILDIR = ("cur", "new")


def mails_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name for people, bytes) of every mail, in a settled order. Raises Refused where there is nothing of the kind.

    Of a file beyond the limit one byte more than the limit is read, so that its size is refused with its name.
    """
    if path.is_symlink() or not path.exists():
        raise Refused(_("There is no file or folder %s.") % path)
    if path.is_dir():
        yield from _files(path)
    elif _is_mbox(path):
        yield from _mbox(path)
    else:
        yield path.name, _bytes(path)


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    if (folder / "cur").is_dir():
        found = [p for name in MAILDIR if (folder / name).is_dir() for p in sorted((folder / name).iterdir())]
    else:
        found = sorted(folder.glob("*.eml"))
    for path in found:
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), _bytes(path)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _mbox(path: Path) -> Iterator[tuple[str, bytes]]:
    box = mailbox.mbox(path, create=False)
    try:
        for place, key in enumerate(box.keys(), 1):
            with box.get_file(key) as file:
                yield f"{path.name}, {place}", file.read(MOST_BYTES + 1)
    finally:
        box.close()
