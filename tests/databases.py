"""Databases of a test run: one migrated template, cloned for every test process and for every test that commits.

Cloning instead of flushing, because records can be neither deleted nor truncated once the guards are in.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent


def is_postgres() -> bool:
    return connections.settings["default"]["ENGINE"].endswith("postgresql")


def _maintenance() -> "psycopg.Connection[Any]":
    """A connection to the run's own cluster. Refuses any other, before anything is created or dropped there."""
    url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres"))
    connection = psycopg.connect(url, autocommit=True)
    row = connection.execute("SHOW cluster_name").fetchone()
    expected = os.environ.get("QMS_TEST_CLUSTER")
    if not expected or row is None or row[0] != expected:
        connection.close()
        raise RuntimeError("This PostgreSQL is not the test run's own. Use `make test` or tools/servers.py.")
    return connection


def url_of(name: str) -> str:
    """The DATABASE_URL of a database of this run: a PostgreSQL database's name or an SQLite file."""
    if is_postgres():
        return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    return f"sqlite:///{name}"


def program_environment(name: str) -> dict[str, str]:
    """The environment in which a part of the program works on that database, with the tests' data folder and key."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV_"))}
    ours = {"DATABASE_URL": url_of(name), "DJANGO_SETTINGS_MODULE": "qms.settings", "PYTHONUNBUFFERED": "1"}
    return {**keep, **ours, "QMS_DATA": str(settings.QMS_DATA), "SECRET_KEY": settings.SECRET_KEY}


def manage(*arguments: str, env: dict[str, str], **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run a management command as its own process."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, text=True, capture_output=True, **{"check": True, **options})


def make_template(shared: Path) -> str:
    """The migrated template of this run, made by whichever process comes first."""
    with open(shared / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        marker = shared / "template.name"
        if marker.exists():
            return marker.read_text()
        if os.environ.get("QMS_TEST_MIGRATED"):  # a run inside of a run brings an SQLite file
            return os.environ["QMS_TEST_MIGRATED"]
        kept = _kept_template()
        if kept is not None and kept.exists():
            return str(shutil.copyfile(kept, shared / "template.sqlite3"))
        name = f"template_{secrets.token_hex(4)}" if is_postgres() else str(shared / "template.sqlite3")
        if is_postgres():
            with _maintenance() as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
        chosen = os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings")  # pytest's own: --ds names others
        ours = {"DJANGO_SETTINGS_MODULE": chosen, "QMS_TEST_TEMPLATE": url_of(name)}
        migrate = ("migrate", "--skip-checks", "--verbosity", "0")
        done = manage(*migrate, env={**program_environment(name), **ours}, check=False)
        if done.returncode:
            raise RuntimeError(f"manage.py migrate failed:\n{done.stdout}\n{done.stderr}")
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, f"{kept}.{os.getpid()}")
            os.replace(f"{kept}.{os.getpid()}", kept)
        marker.write_text(name)
        return name


def _kept_template() -> Path | None:
    """Where an SQLite template is kept from one run to the next, by a hash of everything that migrating reads.

    None on PostgreSQL, and where everything is required: that run migrates.
    """
    if is_postgres() or os.environ.get("QMS_REQUIRE_ALL"):
        return None
    seen = hashlib.sha256()
    for top in sorted(p.parent for p in ROOT.glob("*/__init__.py")):
        for path in sorted(p for p in top.rglob("*") if p.is_file() and _is_migrated(p)):
            seen.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return ROOT / "var" / "test-templates" / f"{seen.hexdigest()[:20]}.sqlite3"


def _is_migrated(path: Path) -> bool:
    """Migrations, models and what they stand on, catalogues, and what runs after a migration."""
    parts = set(path.relative_to(ROOT).parts)
    named = {"migrations", "models", "records", "catalogues", "registers", "standards", "accounts", "trials"} & parts
    return path.suffix != ".pyc" and bool(named or path.name in ("models.py", "apps.py", "fields.py", "sql.py"))


def copy(template: str, folder: Path) -> str:
    """A copy of the template that stays until the run ends."""
    if not is_postgres():
        path = folder / f"{secrets.token_hex(4)}.sqlite3"
        shutil.copyfile(template, path)
        return str(path)
    name = f"test_{secrets.token_hex(6)}"
    with _maintenance() as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


@contextmanager
def clone(template: str, folder: Path) -> Iterator[str]:
    """A copy of the template, gone when the block ends."""
    name = copy(template, folder)
    try:
        yield name
    finally:
        if is_postgres():
            with _maintenance() as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        else:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{name}{suffix}").unlink(missing_ok=True)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Let Django, in every thread of this process, use that database while the block lasts."""
    chosen = connections.settings["default"]
    before = chosen["NAME"]
    connections.close_all()
    chosen["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        chosen["NAME"] = before
