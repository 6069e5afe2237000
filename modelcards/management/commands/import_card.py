"""`manage.py import_card PATH…`: what would become of cards, or with --system the cards themselves."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from modelcards.cards import formats
from modelcards.cards.placeholders import is_empty
from modelcards.models import System
from modelcards.services.cards import bring_in
from qms.accounts.models import User
from qms.lib.errors import Refused

FEW = 5


class Command(BaseCommand):
    help = (
        "Read model cards: README.md of Hugging Face, or Model Card Toolkit JSON. Without --system nothing is kept. "
        "Exit code 0: all were read; 1: at least one was refused; 2: the question cannot be asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help="files")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--system", default="", help="number of the system whose card it becomes")
        parser.add_argument("--model-version", default="", help="the version it describes; by default the file's hash")
        parser.add_argument("--artifact", default="", help="SHA-256 of the artifact; by default that of the file")
        parser.add_argument("--actor", default="", metavar="USERNAME", help="whose card it becomes, with --system")

    def handle(self, *args: Any, **options: Any) -> None:
        system = _system(options["system"])
        actor = _actor(options["actor"]) if system else None
        if len(options["paths"]) > 1 and (options["model_version"] or options["artifact"]):
            raise CommandError("A version and its artifact belong to one file.", returncode=2)
        told = [self.one(path, system, actor, options) for path in options["paths"]]
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for one in told:
                self.say(one)
        sys.exit(1 if any(one["refused"] for one in told) else 0)

    def one(self, path: Path, system: System | None, actor: Any, options: dict[str, Any]) -> dict[str, Any]:
        """What became of one file."""
        told: dict[str, Any] = {"file": str(path), "card": "", "refused": [], "warnings": []}
        try:
            data = path.read_bytes()
        except OSError as error:
            return {**told, "refused": [f"{path}: {error.strerror or error}"]}
        format = "mct" if path.suffix.lower() == ".json" else "hf"
        try:
            parsed = formats.read(data, format=format, today=timezone.localdate())
            told |= {"title": parsed.title, "warnings": list(parsed.warnings), **_counts(parsed)}
            if system is not None:
                told["card"] = self.keep(data, path, format, system, actor, options)
        except Refused as refused:
            told["refused"] = refused.all_sentences()
        return told

    def keep(self, data: bytes, path: Path, format: str, system: System, actor: Any, options: dict[str, Any]) -> str:
        """The number of the card that the file became."""
        sha256 = hashlib.sha256(data).hexdigest()
        brought = bring_in(
            data, name=path.name, format=format, system=system, version=options["model_version"] or sha256[:12],
            artifact=options["artifact"] or sha256, actor=actor, at=timezone.now(), source="command",
        )  # fmt: skip
        return str(brought.card.number)

    def say(self, one: dict[str, Any]) -> None:
        """One file in a few lines."""
        if one["refused"]:
            self.stdout.write(f"{one['file']}: refused")
            for sentence in one["refused"]:
                self.stderr.write(f"  {sentence}")
            return
        became = f" → {one['card']}" if one["card"] else ""
        counts = f"{one['sections']} sections, {one['metrics']} metrics, {one['extra']} further headings"
        self.stdout.write(f"{one['file']}{became}: {counts}")
        for sentence in one["warnings"][:FEW]:
            self.stdout.write(f"  {sentence}")


def _counts(parsed: Any) -> dict[str, int]:
    filled = sum(not is_empty(text) for text in parsed.sections.values())
    return {"sections": filled, "metrics": len(parsed.metrics), "extra": len(parsed.extra)}


def _system(number: str) -> System | None:
    if not number:
        return None
    found = System.objects.select_related("entry", "unit", "owner").filter(number=number).first()
    if found is None:
        raise CommandError(f"There is no system {number}.", returncode=2)
    return found


def _actor(username: str) -> User:
    found = User.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        said = (
            f"Nobody active has the user name {username!r}." if username else "Say whose card it is: --actor USERNAME."
        )
        raise CommandError(said, returncode=2)
    return found
