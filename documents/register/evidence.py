"""The declaration of the register of evidence items."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import WrongState
from qms.printing.shapes import PrintSection
from qms.records.projection import Standing
from qms.registers import Register, Section, register

from .. import live_queries
from ..evidence_panels import evidence_panels, printed_versions
from ..lifecycle.evidence import lifecycle
from ..lifecycle.evidence_effects import add_version
from ..models import EvidenceItem
from ..rules import evidence as rules

#: What may still change once a version is delivered.
AFTERWARDS = ("owner", "unit", "audience", "clauses", "due_on")
ASKED = ("requested", "returned")


@register
class EvidenceItems(Register):
    key = "evidence-items"
    prefix = "EV"
    label = _("Evidence item")
    label_plural = _("Evidence")
    purpose = _("What shows that a requirement is met: asked for, delivered, accepted, and good for a time.")
    menu = "prove"
    order = 20
    icon = "file-check"
    model = EvidenceItem
    lifecycle = lifecycle
    columns = ("valid_until", "clauses", "origin")
    filters = ("source_kind", "clauses", "collector", "requested_by")
    sections = (
        Section("what", _("Evidence"), ("title", "shows", "owner", "due_on", "clauses", "unit", "audience")),
        Section("where", _("Where it is"), ("link", "query"), _("Files are attached; a link or a list stands here.")),
        Section("time", _("Period and validity"), ("period_from", "period_to", "valid_from", "valid_until")),
        Section("source", _("Source"), ("source_kind", "origin", "collector", "requested_by")),
    )
    report_fields = ("title", "shows", "owner", "due_on", "clauses")
    search = ("shows", "origin", "link", "query")
    dates = {"due": "due", "valid_until": "valid_until"}
    involved = {"collector": "collector", "requester": "requested_by", "deliverer": "delivered_by"}
    not_content = frozenset(
        {"due", "due_on", "accepted_by", "accepted_on", "counted", "counted_sha256", "requested_by"}
    )
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_attach = rules.may_attach
    record_template = "documents/evidence.html"
    list_template = "documents/evidence_list.html"
    api_extra = ("version", "versions", "delivered_on", "accepted_on", "counted", "counted_sha256")

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever records it asks for it, and delivers it himself unless somebody else is named."""
        record.requested_by_id = record.requested_by_id or actor.pk
        record.owner_id = record.owner_id or actor.pk
        record.due = record.due_on
        self._settle_query(record, actor, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """It is due while it is asked for; a live query stays one that a list answers."""
        record.due = record.due_on if record.state in ASKED else None
        if record._was["query"] != record.query:
            self._settle_query(record, actor, at)

    def _settle_query(self, record: Any, actor: Any, at: datetime.datetime) -> None:
        if record.query:
            record.query = live_queries.settled(record.query, actor=actor, at=at)

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """People are reminded of what runs out once it is accepted, and before that of what is wanted."""
        name = "valid_until" if record.state == "accepted" else "due"
        return {n: on for n, on in super().named_dates(record).items() if n == name}

    def warns(self, record: Any, verb: str, *, at: datetime.datetime) -> list[str]:
        """A period that is not over is not proved to its end."""
        end = record.period_to
        if verb not in ("deliver", "accept") or end is None or end <= timezone.localdate(at):
            return []
        said = _t("The period that it covers ends on %s: nothing shows yet what happens until then.")
        return [said % date_format(end, "j M Y")]

    def standing(self, record: Any) -> Standing:
        """Accepted evidence speaks for what it names until it runs out; then it once spoke for it."""
        return Standing(record.state in ("accepted", "expired"), until=record.valid_until)

    def locked(self, record: Any) -> dict[str, str]:
        """What was delivered stays as it was; “Deliver” makes the next version."""
        if record.state in ASKED:
            return {}
        said = _t("It is part of the version that was delivered. Deliver it again to change it.")
        return dict.fromkeys((n for n in self.editable if n not in AFTERWARDS), said)

    def files_locked(self, record: Any) -> str:
        """Files belong to a version; they change while the next one is made."""
        if record.state in (*ASKED, "delivered"):
            return ""
        return _t("Its files are part of the version that was accepted. Ask for it anew to attach others.")

    def _reattached(self, record: Any, changed: dict[str, Any], verb: str, **kwargs: Any) -> Any:
        """Other files in what is delivered make another version, delivered by whoever changed them.

        Raises WrongState where nothing would be left: a version without content is none.
        """
        if record.state == "delivered" and "files" in changed:
            if not (changed["files"] or record.link or record.query):
                raise WrongState(_t("It would be delivered empty. Add the new file first, then take this one off."))
            add_version(record, changed["files"], actor=kwargs["actor"], at=kwargs["at"])
        return super()._reattached(record, changed, verb, **kwargs)

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Its versions; validity stands above the content (templates/documents/evidence.html)."""
        return evidence_panels(record)

    def print_sections(self, record: Any, actor: Any) -> list[PrintSection]:
        """Every version with its hash."""
        return printed_versions(record)
