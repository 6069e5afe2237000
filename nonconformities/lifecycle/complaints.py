"""The life of a complaint: received, taken up, answered, closed."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Lifecycle, State, Transition
from qms.links import edges
from qms.registers import registry

from ..rules import complaints as rules

OPEN = ("received", "examination", "answered")
ANSWER = ("justified", "justified_reason", "answer", "answered_on")


def raised(record: Any) -> Any:
    """Entries of the nonconformities that the complaint has raised and that stand."""
    return edges.sources(record.pk, "addresses", "nonconformities").exclude(phase="void")


def is_not_confirmed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Receipt is confirmed once."""
    return _t("The confirmation is sent already.") if record.confirmed_on else None


def days_have_come(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What was sent was sent after it came, and not in days to come."""
    for name in ("confirmed_on", "answered_on"):
        day = getattr(record, name)
        if day and (day > timezone.localdate(at) or (record.received_on and day < record.received_on)):
            return Said(_t("This day lies before the complaint came, or has not come yet."), field=name)
    return None


def answer_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A due date that has passed helps nobody."""
    if record.answer_by and record.answer_by < timezone.localdate(at):
        return Said(_t("The answer cannot be due before today."), field="answer_by")
    return None


def is_argued(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Justified or not: both have a reason, and they were told something."""
    for name in ("justified_reason", "answer"):
        if says_nothing(getattr(record, name)):
            return Said(_t("Say it in words."), field=name)
    return None


def nothing_raised(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """One complaint raises one nonconformity."""
    there = raised(record).first()
    return Said(_t("%s is raised from it already.") % there.number, see=f"/r/{there.number}") if there else None


def is_followed_up(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001:2015 10.2.1: a nonconformity, also one arising from complaints, is reacted to."""
    if record.justified != "yes" or raised(record).exists() or record.entry.attached.get("links"):
        return None
    if edges.sources(record.pk, "addresses").exists():
        return None
    return Said(_t("It is justified: raise a nonconformity or an action from it, or link what was done."), way="links/")


def raise_nonconformity(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A reported nonconformity with what the complaint says, linked to it."""
    register = registry["nonconformities"]
    given = {
        "title": record.title, "description": record.description or record.title, "product": record.product,
        "found_on": record.received_on, "origin": "customer", "detected": "after", "severity": record.severity,
        "unit": record.unit, "audience": record.audience,
    }  # fmt: skip
    register.create_and(
        "report", actor=actor, at=at, source=record.given_source, links=[("addresses", record.entry)], **given
    )


lifecycle = Lifecycle(
    [
        State("received", _("Received"), "open", waits="role:quality_manager"),
        State("examination", _("Under examination"), "open", waits="owner"),
        State("answered", _("Answered"), "open", waits="owner"),
        State("closed", _("Closed"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "take_up", _("Take it up"), ("received",), "examination", rules.decides,
            asks=("severity", "owner", "answer_by"), needs=("severity", "owner", "answer_by"),
            checks=[answer_lies_ahead], shows=("description", "product", "reference", "received_on"),
            help=_("Decide how severe it is, who answers, and by when."),
        ),
        Transition(
            "confirm", _("Confirmation is sent"), ("received", "examination"), "", rules.confirms,
            guards=[is_not_confirmed], checks=[days_have_come], asks=("confirmed_on",), needs=("confirmed_on",),
            primary=False,
        ),
        Transition(
            "raise_nonconformity", _("Raise a nonconformity"), OPEN, "", rules.works, guards=[nothing_raised],
            effects=[raise_nonconformity], primary=False, help=_("It takes over what the complaint says."),
        ),
        Transition(
            "answer", _("Answer is sent"), ("examination",), "answered", rules.works, asks=ANSWER, needs=ANSWER,
            checks=[is_argued, days_have_come], shows=("description", "reference", "answer_by"),
        ),
        Transition("close", _("Close"), ("answered",), "closed", rules.works, guards=[is_followed_up]),
        Transition(
            "reopen", _("Take it up again"), ("answered", "closed"), "examination", rules.works,
            reason=True, primary=False, help=_("They are not content with the answer."),
        ),
        Transition(
            "void", _("Void"), ("received", "examination"), "void", rules.voids, reason=True, primary=False,
            help=_("It came by mistake or twice, or is none."),
        ),
    ],
)  # fmt: skip
