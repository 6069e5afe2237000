"""What stands in manifest.json: what the pack is, where it comes from, every member and every record."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from qms import __version__
from qms.accounts.people import organisation
from qms.lib.canonical import plain
from qms.printing.render import ROOT

from .models import Pack

SCHEMA = "plumbline.pack/1"
NAME, SEAL = "manifest.json", "manifest.sha256"


def manifest_data(
    pack: Pack, *, at: Any, position: int, counts: dict[str, Any], records: list[dict[str, Any]],
    members: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """The manifest. Who and when stand in `export` alone; all else follows from the content."""
    return {
        "schema": SCHEMA,
        "product": product(),
        "organisation": organisation(),
        "address": settings.QMS_PUBLIC_URL,
        "asked": pack.asked,
        "ledger_position": position,
        "counts": counts,
        "export": {"by": pack.actor.username, "name": pack.actor.printed_name, "at": plain(at), "pack": pack.pk},
        "records": records,
        "files": [{"path": path, **members[path]} for path in sorted(members)],
    }


def product() -> dict[str, Any]:
    """What made the pack: version, commit where it is known, the last migration of each folder."""
    return {"name": "Plumbline", "version": __version__, "commit": commit(), "migrations": _migrations()}


@cache
def commit() -> str:
    """The commit from QMS_COMMIT, else of the working copy; "" where there is none."""
    if settings.QMS_COMMIT or not (ROOT / ".git").exists():
        return str(settings.QMS_COMMIT)
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    try:
        clean = {"PATH": os.environ.get("PATH", ""), "GIT_OPTIONAL_LOCKS": "0"}
        return subprocess.run(command, env=clean, capture_output=True, text=True, timeout=5, check=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _migrations() -> dict[str, str]:
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return dict(applied)  # the last name of each folder, since they are in order
