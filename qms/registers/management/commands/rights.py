"""`manage.py rights`: who may do what, as CSV."""

import csv
from typing import Any

from django.core.management.base import BaseCommand

from qms.accounts.roles import ROLES
from qms.registers.rights import rights


class Command(BaseCommand):
    help = "Print the table of rights as CSV: register, action, one column per role, the rule in words."

    def handle(self, *args: Any, **options: Any) -> None:
        table = csv.writer(self.stdout, lineterminator="\n")
        table.writerow(["register", "action", *ROLES, "rule"])
        for right in rights():
            cells = ["yes" if role in right.roles else "" for role in ROLES]
            table.writerow([right.register, right.action, *cells, right.rule])
