"""The declarations of complaints and of feedback."""

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register
from qms.registers.contacts import check_known

from ..lifecycle.complaints import ANSWER, OPEN
from ..lifecycle.complaints import lifecycle as life_of_complaints
from ..lifecycle.feedback import lifecycle as life_of_feedback
from ..models import Complaint, Feedback
from ..rules import complaints as rules


@register
class Complaints(Register):
    key = "complaints"
    prefix = "CMP"
    label = _("Complaint")
    label_plural = _("Complaints")
    purpose = _("What customers and those affected are not content with, and what they were answered.")
    menu = "act"
    order = 15
    icon = "message-square-warning"
    model = Complaint
    lifecycle = life_of_complaints
    columns = ("severity", "product", "received_on")
    filters = ("severity", "channel", "justified")
    sections = (
        Section(
            "what", _("Complaint"),
            ("title", "description", "contact", "reference", "product", "channel", "received_on", "unit", "audience"),
        ),
        Section("work", _("Who answers"), ("severity", "owner", "confirm_by", "confirmed_on", "answer_by")),
        Section("answer", _("Answer"), ANSWER),
    )  # fmt: skip
    report_fields = ("title", "description", "product", "channel", "reference")
    search = ("description", "product", "reference", "answer")
    dates = {"due": "answer_by", "confirmation": "confirm_by"}
    not_content = frozenset({"answer_by", "confirm_by"})
    reads = ("contact",)
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_attach = rules.may_attach
    raises = ("nonconformities",)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It came today, and has to be confirmed and answered within the days that the settings say of its coming.

        One that was brought in from elsewhere, long ago, is counted from today.
        """
        today = timezone.localdate(at)
        record.received_on = record.received_on or today
        first = today if record.external_id else record.received_on
        record.confirm_by = record.confirm_by or first + datetime.timedelta(days=settings.QMS_COMPLAINT_CONFIRM_DAYS)
        record.answer_by = record.answer_by or first + datetime.timedelta(days=settings.QMS_COMPLAINT_ANSWER_DAYS)
        self._check(record, actor, at)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """See _check."""
        self._check(record, actor, at)

    def _check(self, record: Any, actor: Any, at: datetime.datetime) -> None:
        """Raises Invalid for a day to come, and for a contact that the actor knows from no complaint he may see."""
        if record.received_on and record.received_on > timezone.localdate(at):
            raise Invalid(fields={"received_on": [_t("This day has not come yet.")]})
        check_known(self, record, actor)

    def proposes(self, record: Any, verb: str, *, at: datetime.datetime) -> dict[str, Any]:
        """What is sent is mostly sent today."""
        name = {"confirm": "confirmed_on", "answer": "answered_on"}.get(verb)
        return {name: timezone.localdate(at)} if name else {}

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """Nobody is reminded of what is sent."""
        sent = {"confirmation": record.confirmed_on or record.answered_on, "due": record.state not in OPEN[:2]}
        return {name: on for name, on in super().named_dates(record).items() if not sent[name]}

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Who complains; a name alone would say too little, and forms made from fields ask for none."""
        url = f"/complaints/{record.number}/contact/"
        said = {"contact": record.contact, "url": url, "may_edit": self.can_edit(record, actor)}
        return [(_t("Who complains"), "pages/contact.html", said)]

    def locked(self, record: Any) -> dict[str, str]:
        """What was sent is recorded by its step."""
        steps = dict.fromkeys(ANSWER, _t("The answer is recorded by “Answer is sent”."))
        steps["confirmed_on"] = _t("It is recorded by “Confirmation is sent”.")
        return steps if record.state in OPEN else {}


@register
class FeedbackEntries(Register):
    key = "feedback"
    prefix = "FBK"
    label = _("Feedback")
    label_plural = _("Feedback")
    purpose = _("Praise, suggestions and results of surveys.")
    menu = "check"
    order = 75
    icon = "message-circle-heart"
    model = Feedback
    lifecycle = life_of_feedback
    columns = ("kind", "came_from", "score", "received_on")
    filters = ("kind",)
    sections = (
        Section(
            "what", _("Feedback"),
            ("title", "kind", "description", "came_from", "product", "received_on", "score", "score_of", "response"),
        ),
        Section("order", _("Owner"), ("owner", "unit", "audience")),
    )  # fmt: skip
    search = ("description", "came_from", "product")
    personal = ("came_from",)
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It came today."""
        record.received_on = record.received_on or timezone.localdate(at)
        self.revise(record, actor=actor, at=at, reason="")

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Raises Invalid for a day to come, and for a survey without its score."""
        if record.received_on and record.received_on > timezone.localdate(at):
            raise Invalid(fields={"received_on": [_t("This day has not come yet.")]})
        if record.kind == "survey" and record.score is None:
            raise Invalid(fields={"score": [_t("A survey has a score: say it, and the highest one there can be.")]})
