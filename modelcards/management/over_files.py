"""What the commands over files share: options of reading, the answer as text or JSON, and a refusal as one sentence."""

import argparse
import json
import math
import sys
from abc import abstractmethod
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from modelcards.statistics.numbers import LARGEST
from modelcards.statistics.sheet import Sheet, read_sheet
from qms.lib.errors import Refused

USAGE = 2


class OverFiles(BaseCommand):
    """Needs no database. Ends with 0, or with 2 when the call or a file is wrong; nothing is written then."""

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--encoding", default="", help="of the files, instead of the one found")
        parser.add_argument("--delimiter", default="", help="of the files, instead of the one found; tab for a tab")

    @abstractmethod
    def answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The result for JSON, and the same as lines of text. Raises Refused."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data, lines = self.answer(options)
            text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) if options["json"] else ""
        except Refused as refusal:
            self._refuse(refusal, as_json=options["json"])
            sys.exit(USAGE)
        self.stdout.write(text or "\n".join(lines))

    def _refuse(self, refusal: Refused, *, as_json: bool) -> None:
        sentences = refusal.all_sentences()
        if as_json:
            place = {name: getattr(refusal, name, None) or None for name in ("file", "line", "column")}
            said = {"code": refusal.code, "sentences": sentences, **place}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        for sentence in sentences:
            self.stderr.write(sentence)


def sheet(path: Path, options: dict[str, Any]) -> Sheet:
    """The file, read as the options say; named in sentences as it was named in the call."""
    delimiter = {"tab": "\t", "\\t": "\t"}.get(options["delimiter"], options["delimiter"])
    if len(delimiter) > 1:
        raise Refused("The delimiter is one character, or the word tab.")
    return read_sheet(path, encoding=options["encoding"], delimiter=delimiter)


def finite(text: str) -> float:
    """An option that is a number; for argparse."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be computed with")
    return value


def short(value: float | None) -> str:
    """A number in a line of text."""
    return "undefined" if value is None else f"{value:.7g}"
