"""The life of a cost: entered, confirmed by somebody else, or void."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Said
from qms.lifecycle import Lifecycle, State, Transition

from ..rules import costs as rules

NEEDED = ("category", "amount", "currency", "spent_on")


def is_whole(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CQ-01: category, amount, currency and day."""
    lacking = [record._meta.get_field(n) for n in NEEDED if getattr(record, n) in (None, "")]
    said = _t("Not filled in yet: %s.") % ", ".join(str(f.verbose_name) for f in lacking)
    return Said(said, way="edit/") if lacking else None


def has_source(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """CQ-01: each cost names the record it comes from."""
    if record.nonconformity_id or record.entry.attached.get("links"):
        return None
    return Said(_t("Say what it was spent for: a nonconformity, or a link to another record."), way="links/")


lifecycle = Lifecycle(
    [
        State("entered", _("Entered"), "open", waits="role:quality_manager"),
        State("confirmed", _("Confirmed"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "confirm", _("Confirm"), ("entered",), "confirmed", rules.confirms, guards=[is_whole, has_source],
            shows=("category", "amount", "currency", "spent_on", "details"),
        ),
        Transition(
            "void", _("Void"), ("entered", "confirmed"), "void", rules.voids, reason=True, primary=False,
            help=_("It was entered by mistake. Enter it anew if it was wrong."),
        ),
    ],
)  # fmt: skip
