"""`manage.py load_catalogues`: bring the shipped standards and mappings into the tables; again changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils import timezone

from qms.accounts.people import system_user
from qms.records.events import log_event
from standards.catalogues.load import Loaded, load_all, load_mappings


class Command(BaseCommand):
    help = "Load the catalogues of standards and the mappings that the program ships. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what changed")

    def handle(self, *args: Any, quiet: bool = False, **options: Any) -> None:
        for what, loads in (("requirements", load_all), ("rows of a mapping", load_mappings)):
            for done in loads(lambda name: apps.get_model("standards", name)):
                altered = done.created or done.changed
                if altered:
                    record(done)
                if altered or not quiet:
                    self.stdout.write(
                        f"{done.edition}: {done.nodes} {what}, {done.created} new, {done.changed} changed"
                    )


def record(done: Loaded) -> None:
    """A changed catalogue is a change of the configuration and stands in the audit trail."""
    log_event(
        subject=f"standard {done.edition}", action="standards.load_catalogue", actor=system_user(), at=timezone.now(),
        source="command", created=done.created, changed=done.changed,
    )  # fmt: skip
