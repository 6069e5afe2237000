"""What the page and the print of an evidence item show besides the declared fields: its standing and its versions."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.models import User
from qms.attachments.models import Attachment
from qms.lib.errors import Invalid
from qms.printing.shapes import PrintColumn, PrintSection, PrintTable

from . import live_queries
from .lifecycle.evidence_effects import day_words
from .models.evidence import SOON_DAYS


@dataclass(frozen=True)
class Standing:
    """Whether the item counts on a day: a colour (good, warn, bad, or none), a sign and words."""

    kind: str
    sign: str
    words: str


def standing(record: Any, today: datetime.date) -> Standing:
    """How the item stands today, in words that say when it runs out."""
    if record.state == "void":
        return Standing("", "–", _("Void: it counts as no evidence"))
    end = record.valid_until
    if record.state == "expired" or (end and end < today and record.state == "accepted"):
        return Standing("bad", "✕", _("Has run out on %s: it counts no more") % day_words(end))
    if record.state != "accepted":
        return Standing("warn", "○", _("Counts as evidence once it is delivered and accepted"))
    if record.valid_from and record.valid_from > today:
        return Standing("warn", "○", _("Counts from %s") % day_words(record.valid_from))
    if end is None:
        return Standing("good", "●", _("Counts as evidence, without an end"))
    days = (end - today).days
    if days <= SOON_DAYS:
        left = ngettext("%d day left", "%d days left", days) % days
        return Standing("warn", "◐", _("Counts until %(day)s, %(left)s") % {"day": day_words(end), "left": left})
    return Standing("good", "●", _("Counts as evidence until %s") % day_words(end))


def validity_panel(record: Any, actor: Any) -> dict[str, Any]:
    """Standing, period, and what a live query gives now beside what it gave at acceptance."""
    found: dict[str, Any] = {"record": record, "standing": standing(record, timezone.localdate())}
    if record.query:
        try:
            found["answer"] = live_queries.count(record.query, actor=actor, at=timezone.now())
        except Invalid as refusal:
            found["refused"] = " ".join(said for sentences in refusal.fields.values() for said in sentences)
    return found


def evidence_panels(record: Any) -> list[Any]:
    """(title, template, context) of the panel of versions, newest first."""
    rows = list(reversed(record.versions))
    people = User.objects.in_bulk([row["by"] for row in rows if row["by"]])
    files = {}
    for held in Attachment.objects.filter(entry_id=record.pk).select_related("blob").order_by("-pk")[:500]:
        files[held.blob.sha256] = held
    shown = [
        {
            **row, "who": people.get(row["by"]), "held": _held(row, files), "day": _day(row["on"]),
            "period": _as_read(row["period"]), "validity": _as_read(row["validity"]),
        }
        for row in rows
    ]  # fmt: skip
    return [(_("Versions"), "documents/panels/versions.html", {"record": record, "rows": shown})]


def _held(row: dict[str, Any], files: dict[str, Any]) -> list[Any]:
    hashes = [line.rpartition(" ")[2] for line in row["files"].splitlines()]
    return [files[h] for h in hashes if h in files]


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _as_read(span: str) -> str:
    """A stored span with its days as people read them; what was hashed stays as it is."""
    return re.sub(r"\d{4}-\d\d-\d\d", lambda found: day_words(_day(found.group())), span)


def printed_versions(record: Any) -> list[PrintSection]:
    """The versions as a table on paper."""
    if not record.versions:
        return []
    people = User.objects.in_bulk([row["by"] for row in record.versions if row["by"]])
    heads = [
        PrintColumn(label=_("Version"), width="short"), PrintColumn(label=_("Delivered"), width="date"),
        PrintColumn(label=_("By"), width="person"), PrintColumn(label=_("What"), width="text"),
        PrintColumn(label=_("SHA-256"), width="text"),
    ]  # fmt: skip
    rows = [
        (
            row["version"], _day(row["on"]), people[row["by"]].printed_name if row["by"] in people else "",
            [*row["files"].splitlines(), *filter(None, (row["link"], row["query"]))], row["sha256"],
        )
        for row in record.versions
    ]  # fmt: skip
    return [PrintSection(label=_("Versions"), tables=[PrintTable(label=_("Versions"), columns=heads, rows=rows)])]
