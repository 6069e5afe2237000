"""Where finished packs lie, and how long."""

import datetime
import hashlib
import logging
from pathlib import Path

from django.conf import settings

from .models import Pack

log = logging.getLogger(__name__)
STRAY = datetime.timedelta(days=2)  # a half-written file that nobody has touched for so long belongs to no worker


def folder() -> Path:
    """The folder of finished packs."""
    return Path(settings.QMS_DATA) / "packs"


def path_of(pack: Pack) -> Path | None:
    """The file of a finished pack; None when it was removed."""
    path = folder() / pack.file
    return path if pack.file and path.is_file() else None


def expire(*, at: datetime.datetime) -> int:
    """Remove the files whose time is over, and what killed workers left behind. Orders and ledger rows stay."""
    over = list(Pack.objects.exclude(file="").filter(expires_at__lte=at)[:500])
    for pack in over:
        remove(pack)
    for path in folder().glob("*.zip*"):
        old = at.timestamp() - path.stat().st_mtime > STRAY.total_seconds()
        if old and not Pack.objects.filter(file=path.name).exists():
            log.info("%s belongs to no pack and is removed", path.name)
            path.unlink(missing_ok=True)
    return len(over)


def remove(pack: Pack) -> None:
    """Take the file away; that it was there stays known."""
    name, pack.file = pack.file, ""
    pack.save(update_fields=["file"])
    if name:
        (folder() / name).unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
