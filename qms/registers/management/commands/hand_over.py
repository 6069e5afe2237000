"""`manage.py hand_over LEAVER TO`: everything open to somebody else, then end the access."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from qms.accounts.models import User
from qms.accounts.people import named_user, system_user
from qms.lib.errors import Refused
from qms.registers.handing import work_off
from qms.registers.leaving import begin, deputy_for, items, only_holder_of
from qms.registers.registry import registry


class Command(BaseCommand):
    help = "Hand over everything open of a person who leaves, record by record, then end the person's access."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("leaver", metavar="LEAVER")
        parser.add_argument("to", metavar="TO")
        parser.add_argument("--dry-run", action="store_true", help="only list what there is")
        parser.add_argument("--reason", default="", help="why; stays in every record's history")
        parser.add_argument("--only", nargs=2, action="append", default=[], metavar=("REGISTER", "PERSON"))
        parser.add_argument("--give-roles", action="store_true", help="TO gets the roles too")
        parser.add_argument(
            "--regardless", action="store_true", help="also where TO could not do in a record what LEAVER can"
        )
        parser.add_argument("--by", metavar="USERNAME", help="in whose name; the system's by default")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            leaver = _person(options["leaver"])
            to = named_user(options["to"])
            takers = {_register(key): named_user(name) for key, name in options["only"]}
            if options["dry_run"]:
                self.list(leaver)
                return
            by = named_user(options["by"]) if options["by"] else system_user()
            row = begin(
                leaver=leaver, to=to, takers=takers, give_roles=options["give_roles"],
                regardless=options["regardless"], actor=by, at=timezone.now(), reason=options["reason"],
                source="command",
            )  # fmt: skip
            work_off(at=timezone.now())
        except Refused as refusal:
            if short := refusal.fields.get("regardless"):
                raise CommandError(" ".join([*short, "Add --regardless if it is meant."])) from refusal
            raise CommandError(" ".join(refusal.all_sentences())) from refusal
        row.refresh_from_db()
        for problem in row.problems:
            self.stderr.write(problem)
        if row.queue_state != row.DONE:
            raise CommandError(row.error or "Somebody else is at it; look at the person's page.")
        self.stdout.write(f"{row.done} records handed over; the access of {leaver.username} has ended.")

    def list(self, leaver: User) -> None:
        """What would be handed over, and what stays."""
        for item in items(leaver):
            what = ", ".join(item.labels) or "stays"
            self.stdout.write(f"{item.entry.register}\t{item.entry.number}\t{what}\t{item.state}\t{item.entry.title}")
        for grant in only_holder_of(leaver):
            self.stdout.write(f"role\t{grant.get_role_display()} in {grant.unit.code}\tnobody else holds it")
        for absence in deputy_for(leaver, timezone.now()):
            self.stdout.write(f"deputy\t{absence.user.username}\t{absence.starts} to {absence.ends}")


def _person(username: str) -> User:
    """Anybody, active or not. Raises Refused."""
    found = User.objects.filter(username__iexact=username).exclude(username="system").first()
    if found is None:
        raise Refused(f"Nobody has the user name {username!r}.")
    return found


def _register(key: str) -> str:
    if key not in registry:
        raise Refused(f"There is no register {key!r}.")
    return key
