"""The declaration of the register of requests of data subjects."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.lib.instants import told_in
from qms.records.cleaning import changed_fields
from qms.registers import Register, Section, register
from qms.registers.contacts import check_known
from qms.registers.statutory import Clock, check_later, next_due

from ..lifecycle.requests import ANSWER, CHARGE, REFUSED, lifecycle
from ..models import SubjectRequest
from ..models.corrections import corrected_from, correction
from ..models.request_choices import KINDS_OF
from ..requests.clock import answer_clock, clocks, wrong_instants
from ..requests.letters import WRITTEN, letters
from ..requests.naming import check_unnamed
from ..requests.remedies import remedies
from ..rules import requests as rules

IDENTITY = ("identity", "identity_doubt", "identity_asked_at", "identity_answered_at")
STEPS = (*IDENTITY, "confirmed_at", "extended_at", "extension_reason", *ANSWER, *CHARGE, *REFUSED)
#: What is written for letters before they go out.
DRAFTED = ("outcome", "answer", "recipients", *REFUSED, "identity_doubt", "extension_reason")
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
        Section("answer", _("Answer"), ANSWER, _("Readers see it: without the name. The letter greets by name.")),
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
        """A corrected receipt keeps both, and a later one is for the privacy officer. See _check."""
        if record.received_at and "received_at" in changed_fields(record):
            was, may = record._was["received_at"], rules.officer(actor, record)
            check_later(was, record.received_at, field="received_at", may=may, who=_t("the privacy officer"))
            row = correction(was, record.received_at, actor=actor, at=at, because=reason)
            record.receipts = [*record.receipts, row]
        self._check(record, actor, at)

    def _check(self, record: Any, actor: Any, at: datetime.datetime) -> None:
        """Raises Invalid for moments that cannot be, a right of another law, a contact unknown to the actor."""
        if record.received_at is None:
            raise Invalid(fields={"received_at": [_t("Say when it was received: every clock runs from there.")]})
        if wrong := wrong_instants(record, at):
            raise Invalid(fields=wrong)
        check_known(self, record, actor)
        check_unnamed(record, changed_fields(record))
        record.due_at = next_due(self.clocks(record))

    def clocks(self, record: Any) -> list[Clock]:
        """A month, or what the CCPA asks."""
        return clocks(record)

    def remarks(self, record: Any) -> dict[str, str]:
        """That the receipt was corrected, or an extension entered late, stands beside it."""
        found = {"received_at": corrected_from(record.receipts)} if record.receipts else {}
        if record.extended_at and record.extension_entered_at and record.extended_at < record.extension_entered_at:
            entered = told_in(record.extension_entered_at, timezone.get_current_timezone())
            found["extended_at"] = _t("entered %s") % entered
        return found

    def warns(self, record: Any, verb: str, *, at: datetime.datetime) -> list[str]:
        """An extension after the first period is none."""
        due = answer_clock(record).due
        if verb != "extend" or at <= due:
            return []
        said = _t("The first period ended on %s. Record here only an extension that was told before that; the record "
                  "shows that it was entered afterwards.")  # fmt: skip
        return [said % told_in(due, timezone.get_current_timezone())]

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """What is sent is mostly sent just now; the ways of complaint are the same for everybody."""
        name = SENT_BY.get(verb)
        found: dict[str, Any] = {name: timezone.localtime(at).replace(second=0, microsecond=0)} if name else {}
        if verb == "refuse":
            found["remedies"] = remedies()
        return found

    def sections_for(self, record: Any) -> tuple[Section, ...]:
        """Without what does not concern it: most is free, and not refused."""
        hidden = {"charge"} if record.charge_ground == "no" else set()
        written = record.ground or record.refusal_reason or record.state in WRITTEN
        hidden |= set() if written else {"refusal"}
        return tuple(s for s in self.sections if s.key not in hidden)

    def locked(self, record: Any) -> dict[str, str]:
        """What was asked and sent is recorded by its step; what is going to be said can be written before."""
        open_now = set(DRAFTED) if record.state in WRITTEN else set()
        open_now -= {"extension_reason"} if record.extended_at else set()
        open_now -= {"identity_doubt"} if record.identity_asked_at else set()
        return {n: _t("It is recorded by its step.") for n in STEPS if n not in open_now}

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Who asks, for those who answer; the letter."""
        found = []
        if self.sees_kept(record, actor):
            url = f"/{self.key}/{record.number}/contact/"
            said = {"contact": record.contact, "url": url, "may_edit": self.can_edit(record, actor)}
            found.append((_t("Who asks"), "pages/contact.html", said))
            if there := letters(record):
                said = {"letters": there, "url": f"/{self.key}/{record.number}/"}
                found.append((_t("Letters"), "privacy/letters.html", said))
        return found

    def retains(self, record: Any, *, at: datetime.datetime) -> str:
        """The CCPA's log of requests is kept for 24 months (11 CCR 7101(a))."""
        if record.keep_until and record.keep_until >= timezone.localdate(at):
            said = _t("The log of %(number)s is kept until %(day)s (11 CCR 7101).")
            return said % {"number": record.number, "day": record.keep_until.isoformat()}
        return super().retains(record, at=at)
