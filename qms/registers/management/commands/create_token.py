"""`manage.py create_token USERNAME`: print a bearer token for the API, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from qms.accounts.models import ApiToken, User
from qms.accounts.people import system_user
from qms.accounts.tokens import DAYS
from qms.lib.errors import Refused
from qms.registers.people import issue_token


class Command(BaseCommand):
    help = "Make an API token for a person and print it. It is shown this once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="what the token is for")
        parser.add_argument("--scope", choices=[key for key, _ in ApiToken.SCOPES], default="write")
        parser.add_argument("--days", type=int, default=DAYS, help=f"how long it lives (default {DAYS})")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody has the user name {options['username']!r}.")
        if not 1 <= options["days"] <= 3650:
            raise CommandError("--days must be from 1 to 3650.")
        chosen = {name: options[name] for name in ("name", "scope", "days")}
        try:
            _, text = issue_token(user=user, actor=system_user(), at=timezone.now(), source="command", **chosen)
        except Refused as refusal:
            raise CommandError(" ".join(refusal.all_sentences())) from refusal
        self.stdout.write(text)
