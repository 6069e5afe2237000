"""Before the start: migrate, load the demo once, say how to sign in. One Django process."""

import os
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import OperationalError


def find_database() -> None:
    """Ask PostgreSQL once without the pool, which would go on trying for twenty seconds. Raises OperationalError."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        import psycopg

        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            raise OperationalError(error) from error


def migrate() -> None:
    """Bring the database to this version; quiet when it is there already."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Migrating the database ({len(plan)} steps) …", flush=True)
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        call_command("rederive", verbosity=0)


def run_checks() -> None:
    """Explain wrong settings before anything is done with them. Raises SystemCheckError."""
    BaseCommand().check(display_num_errors=False)


def is_empty() -> bool:
    """Whether the database has neither records nor people."""
    from qms.accounts.models import User
    from qms.records.models import Entry

    return not Entry.objects.exists() and not User.objects.exclude(username="system").exists()


def fill() -> None:
    """Load the demo into an empty database, or say how to make the first administrator; name the demo's sign-ins."""
    wanted = os.environ.get("DEMO", "1") != "0" and "demo" in get_commands()
    if is_empty():
        if wanted:
            print("Loading the demo company …", flush=True)
            call_command("demo")
            return
        print("The database is empty. Make the first administrator, in another terminal, with:")
        print(f"  {where()}python3 manage.py create_administrator --username NAME --email ADDRESS")
    elif wanted:
        sign_ins()


def where() -> str:
    """The settings that lead another terminal to this database and address, to stand before a command."""
    given = {name: os.environ.get(name, "") for name in ("QMS_DATA", "QMS_PUBLIC_URL")}
    if given["QMS_DATA"] == str(ROOT / "var"):
        del given["QMS_DATA"]
    if given["QMS_PUBLIC_URL"] == "http://127.0.0.1:8000":
        del given["QMS_PUBLIC_URL"]
    words = [f"{name}={shlex.quote(value)}" for name, value in given.items() if value]
    if os.environ.get("DATABASE_URL"):
        words.append("DATABASE_URL=…")  # as it was given: it may hold a password, which no terminal has to keep
    return "".join(f"{word} " for word in words)


def sign_ins() -> None:
    """Name the demo's sign-ins again, if the demo is what this database holds."""
    try:
        call_command("demo", "--sign-ins")
    except (CommandError, TypeError):
        pass


def main() -> int:
    """Prepare, or say in a sentence why not. Returns the exit status."""
    try:
        django.setup()
        run_checks()
        find_database()
        migrate()
        fill()
    except (CommandError, SystemCheckError) as error:
        print(error, file=sys.stderr)
    except (ImproperlyConfigured, ValueError) as error:
        print(f"A setting is wrong: {error}", file=sys.stderr)
    except OperationalError as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
