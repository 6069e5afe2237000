"""`manage.py create_administrator`: the first person of an empty installation, and the unit at the top of its tree."""

import getpass
import os
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from qms.accounts.models import Unit, User
from qms.accounts.people import system_user
from qms.lib.errors import Refused
from qms.records.transactions import in_one_transaction
from qms.registers.people import add_unit, create_user, grant_role

PASSWORD_VARIABLE = "QMS_ADMIN_PASSWORD"


@in_one_transaction
def create_administrator(*, username: str, name: str, email: str, password: str, country: str) -> User:
    """Make the person, the top unit where there is none, and the grant. Raises Refused."""
    at, actor = timezone.now(), system_user()
    top = Unit.objects.filter(parent=None).order_by("pk").first() or add_unit(
        code="ORG", name=settings.QMS_ORGANISATION, parent=None, actor=actor, at=at,
        time_zone=settings.TIME_ZONE, country=country, source="command",
    )  # fmt: skip
    user = create_user(
        username=username, name=name, email=email, unit=top, password=password, actor=actor, at=at,
        source="command", must_set_password=False,
    )  # fmt: skip
    grant_role(user=user, role="administrator", unit=top, actor=actor, at=at, source="command")
    return user


class Command(BaseCommand):
    help = f"Make an administrator. The password is asked for, or read from {PASSWORD_VARIABLE}; never an argument."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", help="the user name (asked for if left out)")
        parser.add_argument("--email", help="the mail address (asked for if left out)")
        parser.add_argument("--name", help="the name as prints show it (default: the user name)")
        parser.add_argument("--country", default="DE", help="two letters, for the top unit if it is made now")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or self.ask("User name: ")
        email = options["email"] or self.ask("Mail address: ")
        name = options["name"] or username
        try:
            user = create_administrator(
                username=username, name=name, email=email, password=self.password(), country=options["country"]
            )
        except Refused as refusal:
            raise CommandError("\n".join(refusal.all_sentences())) from refusal
        self.stdout.write(
            f"{user.username} is an administrator now. Sign in at {settings.QMS_PUBLIC_URL}/account/login/"
        )

    def ask(self, question: str) -> str:
        """An answer from the terminal. Raises CommandError where there is none."""
        if not sys.stdin.isatty():
            raise CommandError(f"{question.rstrip(': ')} is missing; give it as an option.")
        return input(question).strip()

    def password(self) -> str:
        """The password from the environment, or typed twice."""
        if given := os.environ.get(PASSWORD_VARIABLE):
            return given
        if not sys.stdin.isatty():
            raise CommandError(f"Set {PASSWORD_VARIABLE}, or run this in a terminal to be asked for the password.")
        while wrong := self.typed():
            self.stderr.write(wrong)
        return self.chosen

    def typed(self) -> str:
        """Ask twice and keep what was typed as `chosen`; what is wrong with it, or ""."""
        self.chosen = getpass.getpass("Password (12 characters or more): ")
        try:
            validate_password(self.chosen)
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        return "" if self.chosen == getpass.getpass("The same again: ") else "The two passwords differ."
