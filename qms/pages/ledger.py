"""The audit trail: every change of every record that the asker may see, and events about people and roles."""

import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.people import former_names
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest
from qms.lib.instants import read_instant
from qms.lib.text import is_whole
from qms.records.access import visible_to
from qms.records.events import log_event
from qms.records.models import Entry, LedgerRow
from qms.registers.registry import registry

from . import export
from .front import Page
from .history import action_label
from .moments import utc_text
from .sources import words_of

SIZE = 50
#: Who reads events that belong to no record: people, roles, tokens, refused signings.
READERS = ("administrator", "compliance_officer", "quality_manager")


class Ledger(Page):
    """`/ledger/`: filtered by record, person, action and period; pages by key."""

    allowed_parameters = frozenset({"record", "person", "action", "from", "to", "after", "format"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        if kind := request.GET.get("format"):
            return self.export(kind)
        rows = self.rows
        if after := request.GET.get("after"):
            if not is_whole(after):
                raise BadRequest(_("This place in the list cannot be read. Start again from the top of the list."))
            rows = rows.filter(pk__lt=int(after))
        found = list(rows[: SIZE + 1])
        asked = {k: v for k, v in request.GET.items() if k != "after"}
        former = former_names()
        for row in found:
            row.subject = former.get(row.subject, row.subject)
        return self.show(
            "pages/ledger.html", rows=[(r, said(r)) for r in found[:SIZE]], asked=asked,
            sources=words_of(r.source for r in found), period_from=asked.get("from", ""), query=self.query(),
            after=found[SIZE - 1].pk if len(found) > SIZE else None,
        )  # fmt: skip

    def query(self) -> str:
        """The filters as they stand in the address, without the place."""
        kept = self.request.GET.copy()
        kept.pop("after", None)
        return kept.urlencode()

    @cached_property
    def rows(self) -> QuerySet[LedgerRow]:
        """What the actor may see and the filters ask for, newest first."""
        seen = Q(entry__in=visible_to(Entry.objects.all(), self.actor))
        if reach(self.actor).anywhere(*READERS):
            seen |= Q(entry=None)
        rows = (
            LedgerRow.objects.filter(seen)
            .select_related("entry", "actor")
            .defer("body", "entry__text", "entry__attached")
        )
        asked = self.request.GET
        if asked.get("record"):
            rows = rows.filter(
                Q(entry__number__iexact=asked["record"]) | Q(entry=None, subject__iexact=asked["record"])
            )
        if asked.get("person"):
            rows = rows.filter(actor__username__iexact=asked["person"])
        if asked.get("action"):
            rows = rows.filter(action__icontains=asked["action"])
        if asked.get("from"):
            rows = rows.filter(at__gte=self.day("from", datetime.time.min))
        if asked.get("to"):
            rows = rows.filter(at__lte=self.day("to", datetime.time.max))
        return rows.order_by("-pk")

    def day(self, name: str, time: datetime.time) -> datetime.datetime:
        """A day of the period. Raises BadRequest."""
        zone = timezone.get_default_timezone()
        try:
            return datetime.datetime.combine(read_instant(self.request.GET[name], zone).date(), time, zone)
        except ValueError:
            raise BadRequest(_("“%s” is no date such as 2026-11-23.") % self.request.GET[name][:40]) from None

    def export(self, kind: str) -> HttpResponse:
        """The rows as a table (21 CFR 11.10(e): the trail can be copied)."""
        if kind not in export.FORMATS:
            raise BadRequest(_("Lists are exported as csv or xlsx."))
        rows = list(self.rows[: export.MOST])
        log_event(
            subject="ledger", action="export", actor=self.actor, at=self.at, source=self.source, rows=len(rows),
            format=kind, query=self.query()[:500],
        )  # fmt: skip
        former = former_names()
        heads = [
            _("Time (UTC)"), _("Recorded (UTC)"), _("Person"), _("Record"), _("Revision"), _("Action"), _("Reason"),
            _("Source"), "SHA-256",
        ]  # fmt: skip
        return export.download(kind, "audit-trail", heads, (_cells(r, former) for r in rows))


def said(row: LedgerRow) -> str:
    """The action in words."""
    key, _dot, verb = row.action.rpartition(".")
    if key in registry:
        return action_label(registry[key], row.action)
    words = verb.replace("_", " ")
    return f"{key.capitalize()}: {words}" if key else words.capitalize()


def _cells(row: LedgerRow, former: dict[str, str]) -> list[Any]:
    about = row.entry.number if row.entry else former.get(row.subject, row.subject)
    hashed = bytes(row.sha256).hex()
    return [
        utc_text(row.at), utc_text(row.recorded_at), row.who, about, row.rev or "", row.action, row.reason,
        row.source, hashed,
    ]  # fmt: skip
