"""The declaration of the register of requests of data subjects."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register
from qms.registers.contacts import check_known
from qms.registers.statutory import Clock, next_due

from ..lifecycle.requests import ANSWER, CHARGE, REFUSED, lifecycle
from ..models import SubjectRequest
from ..models.request_choices import KINDS_OF
from ..requests.clock import clocks, wrong_instants
from ..rules import requests as rules

IDENTITY = ("identity", "identity_doubt", "identity_asked_at", "identity_answered_at")
STEPS = (*IDENTITY, "confirmed_at", "extended_at", "extension_reason", *ANSWER, *CHARGE, *REFUSED)
SENT_BY = {
    "confirm": "confirmed_at", "ask_identity": "identity_asked_at", "confirm_identity": "identity_answered_at",
    "extend": "extended_at", "answer": "answered_at", "refuse": "answered_at",
}  # fmt: skip


@register
class SubjectRequests(Register):
    key = "data-subject-requests"
    prefix = "DSR"
    label = _("Data subject request")
    label_plural = _("Data subject requests")
    purpose = _("What people want of their data, and by when they were answered. Who asks is kept from readers.")
    menu = "do"
    order = 56
    icon = "user-search"
    model = SubjectRequest
    lifecycle = lifecycle
    columns = ("kind", "received_at", "due_at")
    filters = ("regime", "kind", "channel", "outcome", "ground")
    sections = (
        Section(
            "what", _("Request"),
            ("title", "regime", "kind", "description", "contact", "received_at", "channel", "confirmed_at"),
        ),
        Section("identity", _("Identity"), IDENTITY),
        Section("work", _("Who answers"), ("owner", "unit", "audience", "extended_at", "extension_reason")),
        Section("answer", _("Answer"), ANSWER),
        Section("refusal", _("Refusal"), REFUSED),
        Section("charge", _("Charge"), CHARGE),
    )  # fmt: skip
    report_fields = ("title", "kind", "description", "received_at", "channel")
    search = ("description",)
    clock_field = "due_at"
    not_content = frozenset({"due_at", "keep_until"})
    explained = ("received_at",)
    reads = ("contact",)
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_see_kept = rules.knows_who
    import_names = {
        "received_at": ("date received", "received on", "request date"), "kind": ("request type", "type of request"),
        "regime": ("regulation", "jurisdiction"), "external_id": ("request id", "ticket"),
    }  # fmt: skip

    def begins_with(self, actor: Any) -> dict[str, Any]:
        """Most are written down when they come."""
        return {"received_at": timezone.localtime().replace(second=0, microsecond=0)}

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It came just now, unless somebody says otherwise; some rights are of one law alone."""
        record.received_at = record.received_at or at
        if record.kind in KINDS_OF["ccpa"]:
            record.regime = "ccpa"  # only the CCPA knows it
        self._check(record, actor, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """See _check."""
        self._check(record, actor, at)

    def _check(self, record: Any, actor: Any, at: datetime.datetime) -> None:
        """Raises Invalid for moments that cannot be, a right of another law, a contact unknown to the actor."""
        if record.received_at is None:
            raise Invalid(fields={"received_at": [_t("Say when it was received: every clock runs from there.")]})
        if wrong := wrong_instants(record, at):
            raise Invalid(fields=wrong)
        check_known(self, record, actor)
        record.due_at = next_due(self.clocks(record))

    def clocks(self, record: Any) -> list[Clock]:
        """A month, or what the CCPA asks."""
        return clocks(record)

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """What is sent is mostly sent just now; the ways of complaint are the same for everybody."""
        name = SENT_BY.get(verb)
        found: dict[str, Any] = {name: timezone.localtime(at).replace(second=0, microsecond=0)} if name else {}
        if verb == "refuse":
            found["remedies"] = _t(
                "You can complain to the data protection authority of the place where you live or work, or where we "
                "are, and you can go to court."
            )
        return found

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """Without what does not concern it: most is free, and not refused."""
        hidden = {"charge"} if record.charge_ground == "no" else set()
        hidden |= {"refusal"} if not (record.ground or record.refusal_reason) else set()
        return tuple(s for s in self.sections if s.key not in hidden)

    def locked(self, record: Any) -> dict[str, str]:
        """What was asked and sent is recorded by its step."""
        return dict.fromkeys(STEPS, _t("It is recorded by its step."))

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Who asks, for those who answer; the letter."""
        found = []
        if self.sees_kept(record, actor):
            url = f"/{self.key}/{record.number}/contact/"
            said = {"contact": record.contact, "url": url, "may_edit": self.can_edit(record, actor)}
            found.append((_t("Who asks"), "pages/contact.html", said))
        if record.answered_at and self.sees_kept(record, actor):
            said = {"record": record, "url": f"/{self.key}/{record.number}/letter/"}
            found.append((_t("Letter"), "privacy/letter.html", said))
        return found

    def retains(self, record: Any, *, at: datetime.datetime) -> str:
        """The CCPA's log of requests is kept for 24 months (11 CCR 7101(a))."""
        if record.keep_until and record.keep_until >= timezone.localdate(at):
            said = _t("The log of %(number)s is kept until %(day)s (11 CCR 7101).")
            return said % {"number": record.number, "day": record.keep_until.isoformat()}
        return super().retains(record, at=at)
