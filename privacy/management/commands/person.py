"""`manage.py person find|export|pseudonymise …`: a person inside Plumbline itself (GDPR 15, 17)."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy.services.person import Found, as_rows, export, find, pseudonymise
from qms.accounts.people import named_user
from qms.lib.errors import Refused

SOURCE = "command"
REFUSED, WRONG = 1, 2


class Command(BaseCommand):
    help = "Find a person in users, contacts and fields that name people; export what is found; hide somebody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("find", "export", "pseudonymise"))
        parser.add_argument(
            "who", metavar="WHO", help="a name, user name or address; to hide: user:NAME, contact:ID, text:NUMBER:NAME"
        )
        parser.add_argument("--actor", required=True, help="user name of the privacy officer or administrator who asks")
        parser.add_argument("--reason", default="", help="why somebody is hidden; at least ten characters")
        parser.add_argument("--out", help="file for the export: .json or .csv; without it JSON is printed")

    def handle(self, *args: Any, **options: Any) -> None:
        at, given = timezone.now(), options
        try:
            actor = named_user(given["actor"])
            if given["what"] == "pseudonymise":
                said = pseudonymise(given["who"], actor=actor, at=at, reason=given["reason"], source=SOURCE)
                self.stdout.write(said)
                return
            found = find(given["who"], actor=actor, at=at, source=SOURCE)
            if given["what"] == "find":
                self.told(found)
                return
            self.give(export(found, actor=actor, at=at, source=SOURCE), given["out"])
        except Refused as refused:
            self.stderr.write("\n".join(refused.all_sentences()))
            sys.exit(REFUSED)
        except OSError as error:
            self.stderr.write(f"{given['out']}: {error.strerror or error}")
            sys.exit(WRONG)

    def told(self, found: Found) -> None:
        """One line per place."""
        for user in found.users:
            self.stdout.write(f"user:{user.username}  {user.printed_name}  {user.email}")
        for contact, records in found.contacts:
            self.stdout.write(f"contact:{contact.pk}  {contact}  {contact.email}  in {len(records)} records")
        for text in found.texts:
            self.stdout.write(f"text:{text.record.number}  {text.field}: {text.text}")
        for entry in found.mentions:
            self.stdout.write(f"mentioned in {entry.number}  {entry.title}")
        if found.unseen:
            self.stdout.write(f"{found.unseen} more in records that this person may not see")
        if not found:
            self.stdout.write("Nothing here names that.")

    def give(self, data: dict[str, Any], out: str | None) -> None:
        """To the file, in the form that its name asks for; without one to the screen."""
        if out is None:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        elif out.endswith(".csv"):
            with Path(out).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([["kind", "where", "field", "value"], *as_rows(data)])
        else:
            Path(out).write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
