"""`manage.py read_bounces PATH`: note the addresses whose mail came back (RFC 3464)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from qms.lib.errors import Refused
from qms.notices.bounces import read_bounces


class Command(BaseCommand):
    help = "Read bounces from an .eml file, a folder of them, an mbox or a Maildir, and note the dead addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read, noted = read_bounces(options["path"], at=timezone.now())
        except (Refused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{read} messages read, {noted} addresses newly noted.")
