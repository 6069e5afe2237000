"""manage.py demo: load the fictional company into an empty database."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.company import PASSWORD, SIGN_INS
from demo.load import load
from qms.accounts.models import User
from qms.records.models import Entry


class Command(BaseCommand):
    help = "Load a fictional company with eighteen months of records. Refuses a database that already has records."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="only name the demo's sign-ins, where it is loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            if Entry.objects.filter(ledger__source="demo").exists():
                self._name_sign_ins()
            return
        if Entry.objects.exists() or User.objects.exclude(username="system").exists():
            raise CommandError("This database already has records or people. The demo is only for an empty one.")
        start = timezone.now()
        load(today=start)
        took = (timezone.now() - start) / datetime.timedelta(seconds=1)
        self.stdout.write(f"{Entry.objects.count()} records in {took:.0f} s.")
        self._name_sign_ins()

    def _name_sign_ins(self) -> None:
        self.stdout.write("Sign in as one of:")
        for username, name, _home, roles in SIGN_INS:
            self.stdout.write(f"  {username:<11} {name:<16} {roles.replace('@', ' in ') or 'no role'}")
        self.stdout.write(f"Their password is: {PASSWORD}")
