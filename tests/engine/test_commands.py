"""The commands that let people in: the first administrator, and tokens."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qms.accounts.models import ApiToken, Grant, Unit, User
from qms.accounts.tokens import find_token
from qms.records.models import LedgerRow
from tests.databases import manage

from .notice_entries import NOON, a_person, a_unit

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery staple"


def make(monkeypatch, password: str = PASSWORD, **options) -> None:
    monkeypatch.setenv("QMS_ADMIN_PASSWORD", password)
    call_command("create_administrator", **{"username": "root", "email": "root@example.org", **options})


@pytest.mark.django_db
def test_create_administrator_makes_person_top_unit_grant_and_ledger_rows(monkeypatch, capsys):
    make(monkeypatch, name="Rosa Root", country="PL")
    user = User.objects.get(username="root")
    assert user.check_password(PASSWORD) and user.printed_name == "Rosa Root" and not user.must_set_password
    unit = Unit.objects.get()
    assert unit.parent is None and unit.country == "PL" and user.unit == unit
    assert list(Grant.objects.values_list("user__username", "role", "unit")) == [("root", "administrator", unit.pk)]
    actions = LedgerRow.objects.order_by("pk").values_list("action", "subject", "source")
    assert list(actions) == [
        ("units.create", unit.code, "command"),
        ("people.create", "root", "command"),
        ("people.grant", "root", "command"),
    ]
    assert PASSWORD not in capsys.readouterr().out


@pytest.mark.django_db
def test_create_administrator_joins_the_unit_that_is_there(monkeypatch):
    top = a_unit("TOP")
    a_unit("BELOW", parent=top)
    make(monkeypatch)
    assert User.objects.get(username="root").unit == top and Unit.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password, options, says",
    [
        ("short", {}, "12 characters"),
        (PASSWORD, {"email": "no address"}, "email"),
        (PASSWORD, {"username": "ADA"}, "username"),
    ],
)
def test_create_administrator_refuses_and_leaves_nothing(monkeypatch, password, options, says):
    a_person("ada", a_unit())
    before = (User.objects.count(), Unit.objects.count(), LedgerRow.objects.count())
    with pytest.raises(CommandError, match=says):
        make(monkeypatch, password, **options)
    assert (User.objects.exclude(username="system").count(), Unit.objects.count(), LedgerRow.objects.count()) == before


def test_create_administrator_asks_only_at_a_terminal(program):
    env = {k: v for k, v in program.env.items() if k != "QMS_ADMIN_PASSWORD"}
    refused = manage("create_administrator", "--username", "r", "--email", "r@example.org", env=env, check=False)
    assert refused.returncode == 1 and "QMS_ADMIN_PASSWORD" in refused.stderr and "Traceback" not in refused.stderr


@pytest.mark.django_db
def test_create_token_prints_it_once_and_keeps_only_its_hash(capsys):
    a_person("ada", a_unit())
    call_command("create_token", "ADA", name="nightly", scope="read", days=3)
    text = capsys.readouterr().out.strip()
    row = ApiToken.objects.get()
    assert find_token(text, at=row.created_at) == row
    assert text not in row.digest and (row.name, row.scope, row.user.username) == ("nightly", "read", "ada")
    assert LedgerRow.objects.filter(action="people.issue_token", subject="ada").count() == 1


@pytest.mark.django_db
def test_create_token_refuses_strangers_and_deactivated_people():
    gone = a_person("gone", a_unit())
    gone.is_active = False
    gone.save()
    for username in ("nobody", "gone"):
        with pytest.raises(CommandError):
            call_command("create_token", username)
    assert not ApiToken.objects.filter(created_at__gt=NOON).exists()


def test_a_password_that_is_too_weak_is_asked_for_again(monkeypatch, capsys):
    from qms.registers.management.commands.create_administrator import Command

    typed = iter(["short", PASSWORD, "something else", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.delenv("QMS_ADMIN_PASSWORD", raising=False)
    assert Command().password() == PASSWORD
    said = capsys.readouterr().err
    assert "12 characters" in said and "differ" in said


def test_the_command_of_the_readme_runs_with_any_python():
    """The README says `python3 manage.py`: a Python without Django hands over to the one that has it."""
    said = subprocess.run(
        [sys.executable, "-S", "-E", "manage.py", "help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0 and "create_administrator" in said.stdout, said.stderr
