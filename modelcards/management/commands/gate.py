"""`manage.py gate SYSTEM --version V --artifact SHA`: the release gate for a pipeline on the same machine."""

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from modelcards.models import System
from modelcards.services import gate
from qms.accounts.people import system_user

CODES = {"pass": 0, "fail": 1, "conditional": 3}
ERROR = 2


class Command(BaseCommand):
    help = "Ask the release gate. Exit code 0: pass; 1: fail; 2: the question cannot be asked; 3: pass with conditions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("system", help="number of the system, for example AIS-0001")
        # Django's own --version would print its own; a pipeline means the version of its model.
        for action in list(parser._actions):
            if "--version" in action.option_strings:
                parser._handle_conflict_resolve(None, [("--version", action)])
        parser.add_argument("--version", required=True, dest="model_version", help="as CI names it, for example 1.2.0")
        parser.add_argument("--artifact", required=True, help="SHA-256 of what goes out")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        system = System.objects.select_related("entry").filter(number=options["system"]).first()
        if system is None:
            self.stderr.write(f"There is no system {options['system']}.")
            sys.exit(ERROR)
        row = gate.answer(
            system, version=options["model_version"], artifact=options["artifact"], actor=system_user(),
            at=timezone.now(), source="command",
        )  # fmt: skip
        if options["json"]:
            reasons = [{**r, "url": f"{settings.QMS_PUBLIC_URL}{r['url']}" if r["url"] else ""} for r in row.reasons]
            said = {
                "result": row.result, "system": system.number, "version": row.version, "artifact": row.artifact,
                "reasons": reasons, "answer": row.pk, "at": row.at.isoformat(),
            }  # fmt: skip
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"{row.result}: {system.number} {row.version}")
            for reason in row.reasons:
                self.stdout.write(f"  {reason['text']} {reason['url']}".rstrip())
        sys.exit(CODES[row.result])
