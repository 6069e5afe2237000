"""The life of a nonconforming system: recorded, a measure decided by signature, carried out, closed (Art. 20)."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..models import Deployment
from ..rules import incidents as rules

DECIDED = ("why", "affected", "risk", "measure", "how")
MEASURE = Signing("responsibility", Scope(fields=DECIDED, files=False), _("the measure"))


def is_said(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """What does not conform is written down before a measure is decided."""
    if says_nothing(record.why):
        return Said(_t("Say what does not conform."), field="why", way="edit/?section=what")
    return None


def days_have_come(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Who was informed was informed on a day that has come."""
    today = timezone.localdate(at).isoformat()
    if any(row["on"] > today for row in record.informed):
        return Said(_t("A day on which somebody was informed lies in the future."), field="informed")
    return None


def everybody_knows(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Art. 20(1), (2): the chain is informed, and the authority where there is a risk."""
    told = {row["party"] for row in record.informed}
    if record.risk == "yes" and "authority" not in told:
        said = _t("It presents a risk: inform the market surveillance authority, and record it (Art. 20(2)).")
        return Said(said, way="do/inform/")
    if not told:
        said = _t("Record who was informed: distributors, deployers, the representative, importers (Art. 20(1)).")
        return Said(said, way="do/inform/")
    return None


def causes_are_known(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Art. 20(2): the causes of a risk are looked into."""
    if record.risk == "yes" and says_nothing(record.causes):
        return Said(_t("It presents a risk: write down its causes (Art. 20(2))."), way="edit/?section=causes")
    return None


def runs_no_more(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """What was withdrawn, disabled or recalled is not live with us any more."""
    if record.measure == "correct":
        return None
    live = Deployment.objects.filter(version__system_id=record.system_id, state="live")
    if record.version_id:
        live = live.filter(version_id=record.version_id)
    there = live.order_by("entry_id").values_list("number", flat=True).first()
    if there is None:
        return None
    said = _t("%(number)s is still live, and the measure is “%(measure)s”: end it or roll it back first.")
    return Said(said % {"number": there, "measure": record.get_measure_display()}, see=f"/deployments/{there}/")


def note_day(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """When it was done."""
    record.done_on = timezone.localdate(at)


def ends_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """A measure that is decided now is not to be done by a day that is over."""
    if record.due_on is None or record.due_on >= timezone.localdate(at):
        return None
    return Said(_t("The day by which it is to be done is over: name one that lies ahead."), field="due_on")


lifecycle = Lifecycle(
    states=[
        State("recorded", _("Recorded"), "draft", waits="role:compliance_officer"),
        State("decided", _("Measure decided"), "open", waits="owner"),
        State("carried_out", _("Carried out"), "open", waits="role:compliance_officer"),
        State("closed", _("Closed"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "decide", _("Decide the measure"), ("recorded",), "decided", rules.decides, guards=[is_said],
            asks=("risk", "measure", "how", "owner", "due_on"), needs=("risk", "measure", "how", "owner"),
            checks=[ends_ahead], shows=("why", "affected"), signs=MEASURE,
        ),
        Transition(
            "inform", _("Record who was informed"), ("decided", "carried_out"), "", rules.works,
            asks=("informed",), needs=("informed",), checks=[days_have_come],
        ),
        Transition("carry_out", _("Carried out"), ("decided",), "carried_out", rules.works,
                   guards=[runs_no_more], effects=[note_day]),  # fmt: skip
        Transition(
            "close", _("Close"), ("carried_out",), "closed", rules.decides, guards=[everybody_knows, causes_are_known],
        ),
        Transition("void", _("Void"), ("recorded",), "void", rules.may_edit, primary=False, reason=True),
    ],
)  # fmt: skip
