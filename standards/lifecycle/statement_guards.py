"""When a statement of applicability may go on."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext


def has_lines(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Lines come with the statement; one that was imported gets them by “Add missing lines”."""
    if record.lines.exclude(state="dropped").exists():
        return None
    return _t("It has no lines yet: open its lines and add them.")


def all_decided(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO/IEC 42001 6.1.3: inclusion and exclusion of each control is decided."""
    lines = record.lines.exclude(state="dropped")
    left, total = lines.filter(applicable="").count(), lines.count()
    if not left:
        return None
    said = ngettext(
        "%(left)d line of %(total)d is not decided yet.", "%(left)d lines of %(total)d are not decided yet.", left
    )
    return said % {"left": left, "total": total}


def all_justified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """AIMS-02: a reason is given for what applies and for what does not."""
    lines = record.lines.exclude(state="dropped").exclude(applicable="")
    left = (lines.filter(justification="") | lines.filter(applicable="yes", because="")).count()
    if not left:
        return None
    return ngettext("%d line has no justification yet.", "%d lines have no justification yet.", left) % left


def others_decided(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody approves what he decided himself in this version."""
    own = record.lines.exclude(state="dropped").filter(decided_by=actor.pk, decided_on__gte=record.created_at.date())
    count = own.count()
    if not count:
        return None
    said = ngettext(
        "You decided %d line yourself: somebody else approves this statement.",
        "You decided %d lines yourself: somebody else approves this statement.", count,
    )  # fmt: skip
    return said % count


def review_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """The next review is a day to come."""
    if record.review_on and record.review_on > timezone.localdate(at):
        return None
    return _t("The next review must lie ahead.")


COMPLETE = [has_lines, all_decided, all_justified]
