"""The life of a declaration: drafted, issued by signature, out of date, superseded by the next one (Art. 47)."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.accounts.people import system_user
from qms.lib.errors import Said
from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import registry

from ..aiact.annex_v import ITEMS
from ..rules import incidents as rules

CONTENT = (
    "system", "version", "edition", "identification", "provider", "responsibility", "conforms", "personal_data",
    "standards", "notified_body", "place", "signatory", "risk_class",
)  # fmt: skip
DECLARED = Signing("responsibility", Scope(fields=CONTENT, files=False), _("the EU declaration of conformity"))
ANSWERED = tuple(item.field for item in ITEMS[:-1])
ALIVE = ("issued", "stale")


def is_complete(record: Any, *, actor: Any, at: datetime.datetime) -> Said | None:
    """Annex V: every item is answered; place and function are asked with the signature."""
    empty = [f"{item.number}. {item.label}" for item in ITEMS[:-1] if not getattr(record, item.field).strip()]
    if not empty:
        return None
    return Said(_t("Still to be answered: %s.") % "; ".join(empty), way="edit/?section=items")


def is_high_risk(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 47(1): it is drawn up for a high-risk system."""
    if record.system.risk_class == "high":
        return None
    return _t("%s is not classified as high-risk: no declaration is drawn up for it.") % record.system.number


def note_issue(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The day, and the class that it was issued for."""
    record.issued_on, record.risk_class, record.stale_because = timezone.localdate(at), record.system.risk_class, ""


def supersede_others(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A system has one declaration that holds."""
    register = registry["declarations"]
    others = register.model.objects.filter(system_id=record.system_id, state__in=ALIVE).exclude(pk=record.pk)
    for other in list(others.order_by("pk")):
        reason = _t("%(n)s, edition %(e)d, is issued.") % {"n": record.number, "e": record.edition}
        register.perform(
            other, "supersede", rev=other.rev, actor=system_user(), at=at, reason=reason, source=record.given_source
        )


def note_why(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Why it is out of date stands on it."""
    record.stale_because = record.given_reason


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("issued", _("Issued"), "done"),
        State("stale", _("Out of date"), "open", waits="owner"),
        State("superseded", _("Superseded"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "issue", _("Issue"), ("draft",), "issued", rules.declares, guards=[is_high_risk, is_complete],
            asks=("place", "signatory"), needs=("place", "signatory"), effects=[note_issue, supersede_others],
            shows=ANSWERED,
            signs=DECLARED, help=_("The edition before it is superseded."),
        ),
        Transition(
            "outdate", _("Becomes out of date"), ("issued",), "stale", rules.by_itself, effects=[note_why], reason=True,
            help=_("A version was released, or the classification changed (Art. 47(4))."),
        ),
        Transition(
            "confirm", _("It still holds"), ("stale",), "issued", rules.declares, guards=[is_high_risk],
            effects=[note_issue], signs=DECLARED, reason=True,
        ),
        Transition(
            "supersede", _("Supersede"), ALIVE, "superseded", rules.by_itself, reason=True, primary=False,
        ),
        Transition("void", _("Void"), ("draft",), "void", rules.may_edit, primary=False, reason=True),
    ],
)  # fmt: skip
