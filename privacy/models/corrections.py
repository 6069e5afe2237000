"""A moment from which a clock counts, and what it was recorded as before."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.instants import told_in
from qms.records.fields import Column, RowsField


def corrections(label: Any) -> RowsField:
    """Rows that say what a moment was, what it became, when, by whom and why; oldest first."""
    return RowsField(
        label, editable=False,
        columns=[
            Column("was", _("Was recorded as"), "instant"), Column("now", _("Corrected to"), "instant"),
            Column("on", _("On"), "instant"), Column("by", _("By"), "person"),
            Column("because", _("Because"), "long"),
        ],
    )  # fmt: skip


def correction(
    was: datetime.datetime, now: datetime.datetime, *, actor: Any, at: datetime.datetime, because: str
) -> dict[str, Any]:
    """One row of it."""
    return {"was": kept(was), "now": kept(now), "on": kept(at), "by": actor.pk, "because": because}


def former(rows: list[dict[str, Any]]) -> list[datetime.datetime]:
    """What the moment was recorded as, the first one first."""
    return [datetime.datetime.fromisoformat(row["was"]) for row in rows]


def corrected_from(rows: list[dict[str, Any]]) -> str:
    """What the moment was first recorded as, for whoever reads what it is now."""
    return _t("corrected from %s") % told_in(former(rows)[0], timezone.get_current_timezone())


def kept(moment: datetime.datetime) -> str:
    """An instant as a row keeps it."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="minutes")
