"""What is said over a revision that is not in force: on its page, on paper, and in front of its file."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.attachments.standing import FileNotice
from qms.lifecycle.table import unmet
from qms.pages.moments import day_text
from qms.records.access import sees

from .lifecycle import revisions
from .rules.documents import sees_originals


def sentence(record: Any) -> str:
    """Why a revision must not be followed; empty where it is the effective one."""
    if record.state == "effective":
        return ""
    if record.is_over and record.effective_on and record.effective_until:
        said = _("Not in force: it was effective from %(since)s until %(until)s.")
        return said % {"since": day_text(record.effective_on), "until": day_text(record.effective_until)}
    if record.state == "approved" and record.effective_from:
        return _("Not in force yet: it is to be effective from %s.") % day_text(record.effective_from)
    return _("Not in force: this revision was never effective.") if record.state == "void" else _("Not in force yet.")


def waits_for(record: Any, *, actor: Any, at: datetime.datetime) -> list[str]:
    """What an approved revision still waits for, a sentence each; what waits for nothing the next sweep sees to."""
    if record.state != "approved":
        return []
    step = revisions.lifecycle.transitions["make_effective"]
    said = [str(why) for why in unmet(step.guards, record, actor=actor, at=at)]
    return said or [_("It waits for nothing any more and becomes effective within minutes.")]


def effective_of(record: Any, actor: Any) -> Any:
    """The revision that is effective instead, where the actor may see it."""
    held = record.document.effective_revision
    return held if held is not None and held.pk != record.pk and sees(actor, held) else None


def lines_over(record: Any, actor: Any) -> FileNotice | None:
    """What stands in front of a file that is no longer in force."""
    if not record.is_over:
        return None
    held = effective_of(record, actor)
    more = _("%s is effective now.") % held.number if held else _("No revision of this document is effective now.")
    return FileNotice(
        title=_("%s is not in force") % record.number, sentences=(sentence(record), more),
        href=f"/document-revisions/{held.number}/" if held else f"/documents/{record.document.number}/",
        label=_("Open %s") % (held.number if held else record.document.number),
        original=bool(sees_originals(actor, record)),
    )  # fmt: skip
