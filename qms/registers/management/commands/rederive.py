"""manage.py rederive: after an upgrade, work out again what the table of contents derives from records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from qms.registers.derived import is_current, rederive


class Command(BaseCommand):
    help = "After an upgrade, derive dates, people and named requirements of all records again, where that is needed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where they are derived by this version")

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write if options["verbosity"] else lambda text: None
        if is_current() and not options["force"]:
            say("There is nothing to derive again.")
            return
        for key, count in rederive(at=timezone.now()):
            if count:
                say(f"{key}: {count} records")
