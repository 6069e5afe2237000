"""`manage.py pack --out FILE`: an evidence pack without a worker, on the same road as one that is ordered on a page."""

import os
import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from qms.accounts.people import named_user
from qms.lib.errors import Refused
from qms.packs.files import path_of
from qms.packs.models import Pack
from qms.packs.order import Order
from qms.packs.orders import place_for_me
from qms.packs.work import LEASE, carry_out


class Command(BaseCommand):
    help = (
        "Write an evidence pack: index, a PDF and a JSON of each record, its files, CSV, manifest and verifier. Name "
        "one of --register, --record, --audit and --standard. The export is a row of the ledger."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the ZIP; it may not exist yet")
        parser.add_argument("--register", default="", metavar="KEY", help="every record of a register")
        parser.add_argument("--record", action="append", default=[], metavar="NUMBER", help="a record; may be repeated")
        parser.add_argument("--audit", default="", metavar="NUMBER", help="an audit and what came of it")
        parser.add_argument("--standard", default="", metavar="REF", help="an edition, or a clause of one, by its key")
        parser.add_argument(
            "--period", default="", metavar="FROM..TO", help="days, both inclusive; either may be empty"
        )
        parser.add_argument("--as", dest="actor", metavar="USERNAME", help="whose sight counts (default: the system's)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(_write(options))
        except Refused as refusal:
            raise CommandError("\n".join(refusal.all_sentences())) from refusal


def _write(options: dict[str, Any]) -> str:
    out: Path = options["out"]
    if out.exists() or not out.parent.is_dir():
        raise Refused(f"{out} is there already." if out.exists() else f"There is no folder {out.parent}.")
    order, at = _order(options), timezone.now()
    pack = place_for_me(order, actor=named_user(options["actor"]), at=at, lease=LEASE, source="command")
    carry_out(pack, at=at)
    pack = Pack.objects.get(pk=pack.pk)
    made = path_of(pack)
    if made is None:
        raise Refused(*(pack.said or [pack.error or "No pack was made; the log says more."]))
    half = out.with_name(f".{out.name}.part")
    shutil.copyfile(made, half)
    os.replace(half, out)
    return f"{out}: {pack.counts['records']:,} records, {pack.size:,} bytes, SHA-256 {pack.sha256}"


def _order(options: dict[str, Any]) -> Order:
    since, dots, until = options["period"].partition("..")
    if options["period"] and not dots:
        raise Refused("Write the period as FROM..TO, for example 2026-01-01..2026-06-30.")
    names = {name: options[name] for name in ("register", "audit", "standard")}
    return Order.read({**names, "records": options["record"], "from": since, "to": until})
