"""The life of a concern: received, examined, answered, closed; or taken on as another record."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Lifecycle, State, Transition
from qms.links import edges

from ..rules import concerns as rules

#: What a concern can be taken on as.
TAKEN_ON = ("nonconformities", "risks", "fmea-lines", "actions", "audits", "changes")
OPEN = ("received", "examination", "answered")


def is_taken_on(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The record that goes on with it is named by a link, so that nothing of the reporter is carried over."""
    if any(edges.targets(record.pk, register=key).exists() for key in TAKEN_ON):
        return None
    said = _t("Link the nonconformity, risk, action, audit or change that goes on with it, in words of your own.")
    return Said(said, way="links/")


def says_something(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Whoever raised it is owed an answer."""
    return Said(_t("Say what was found and what follows."), field="answer") if says_nothing(record.answer) else None


def note_answered(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day of the answer."""
    record.answered_on = timezone.localdate(at)


ANSWERED: dict[str, Any] = {
    "asks": ("answer",), "needs": ("answer",), "checks": [says_something], "effects": [note_answered],
    "shows": ("description", "additions", "examination"),
}  # fmt: skip

lifecycle = Lifecycle(
    [
        State("received", _("Received"), "open", waits="handlers"),
        State("examination", _("Under examination"), "open", waits="handlers"),
        State("answered", _("Answered"), "open", waits="handlers"),
        State("closed", _("Closed"), "done"),
        State("taken_on", _("Taken on elsewhere"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition("examine", _("Examine it"), ("received",), "examination", rules.handles),
        Transition("close", _("Close"), ("answered",), "closed", rules.handles),
        Transition("answer", _("Answer"), ("examination", "answered"), "answered", rules.handles, **ANSWERED),
        Transition(
            "take_on", _("Go on with it elsewhere"), ("examination", "answered"), "taken_on", rules.handles,
            guards=[is_taken_on], primary=False, help=_("As the linked record. The reporter is answered all the same."),
            **ANSWERED,
        ),
        Transition(
            "void", _("Void"), ("received", "examination"), "void", rules.handles, reason=True, primary=False,
            help=_("It says nothing that could be examined."),
        ),
        Transition(
            "add_word", _("Add what the reporter says"), OPEN, "", rules.brings,
            asks=("additions",), needs=("additions",), primary=False,
        ),
        Transition(
            "take_up_again", _("Take it up again"), ("closed", "taken_on"), "examination", rules.brings,
            asks=("additions",), needs=("additions",), primary=False, help=_("The reporter has added something."),
        ),
    ],
)  # fmt: skip
