"""The life of a registration: drafted, registered with its number in the database of the Union, ended (Art. 49)."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Said
from qms.lifecycle import Lifecycle, State, Transition

from ..law_forms import missing_items
from ..rules import incidents as rules


def is_complete(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Every item that its section of Annex VIII asks for is answered."""
    if missing := missing_items(record):
        names = "; ".join(f"{item.number}. {item.label}" for item in missing)
        return Said(_t("Still to be answered: %s.") % names, way="edit/")
    return None


def fits_the_class(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Section A is for high-risk systems, B for those that are found not to be."""
    high = record.system.risk_class == "high"
    if record.section == "b" and high:
        return _t("%s is classified as high-risk: it is registered by section A.") % record.system.number
    if record.section == "a" and not high:
        return _t("%s is not classified as high-risk: it is registered by section B, or not.") % record.system.number
    return None


def day_has_come(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """It was registered on a day that has come."""
    if record.registered_on > timezone.localdate(at):
        return Said(_t("This day has not come yet."), field="registered_on")
    return None


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("registered", _("Registered"), "done"),
        State("changing", _("Being updated"), "open", waits="owner"),
        State("ended", _("Ended"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "record", _("Record the registration"), ("draft", "changing"), "registered", rules.works,
            guards=[fits_the_class, is_complete], asks=("eu_number", "registered_on"),
            needs=("eu_number", "registered_on"), checks=[day_has_come],
            help=_("What stands here was entered in the database of the Union."),
        ),
        Transition(
            "update", _("Update it"), ("registered",), "changing", rules.works, reason=True,
            help=_("It is kept up to date (Art. 49, Annex VIII)."),
        ),
        Transition("end", _("End it"), ("registered", "changing"), "ended", rules.decides, primary=False, reason=True),
        Transition("void", _("Void"), ("draft",), "void", rules.may_edit, primary=False, reason=True),
    ],
)  # fmt: skip
