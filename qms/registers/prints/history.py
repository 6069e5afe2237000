"""The history of a record for paper: version, when, who, action, reason, old → new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.attachments.models import Attachment
from qms.lib.worddiff import row_diff, word_diff
from qms.printing.shapes import PrintChange, PrintVersion, Word
from qms.records.models import LedgerRow
from qms.records.versions import Change, Version, versions_of
from qms.registers.kept import versions_shown_to

from .words import Words

#: Words of this many characters are compared; longer texts are printed as one removal and one addition.
COMPARED = 8_000
#: Of unchanged text between two differences this much is printed at each end.
AROUND = 60
ACTIONS = {
    "create": gettext_lazy("Created"),
    "edit": gettext_lazy("Edited"),
    "attach": gettext_lazy("File added"),
    "detach": gettext_lazy("File removed"),
    "exchange": gettext_lazy("Files exchanged"),
    "link": gettext_lazy("Link added"),
    "unlink": gettext_lazy("Link removed"),
}


def versions(register: Any, record: Any, words: Words, *, actor: Any) -> list[PrintVersion]:
    """Versions of a record as `actor` may see them, newest first. What it was created with is its first version and no
    change."""
    found = versions_shown_to(actor, register, record, versions_of(record))
    words.load_people(version.row for version in found)
    files = _file_changes(record)
    return [
        PrintVersion(
            rev=version.rev,
            at=version.at,
            by=version.actor_name,
            action=action_words(register, version.action),
            reason=version.reason,
            changes=_changes(register, version, words, files),
        )
        for version in found
    ]


def data_changed(ids: Sequence[int]) -> bool:
    """Whether any data of these records was changed since its first entry (EU GMP Annex 11, 8.2), even if back."""
    rows = LedgerRow.objects.filter(entry_id__in=ids).order_by().values("entry_id")
    return rows.annotate(contents=Count("content_hash", distinct=True)).filter(contents__gt=1).exists()


def action_words(register: Any, action: str) -> str:
    """What was done, in words."""
    verb = action.rpartition(".")[2]
    transition = register.lifecycle.transitions.get(verb)
    return str(transition.label if transition else ACTIONS.get(verb, verb))


def _changes(register: Any, version: Version, words: Words, files: dict[Any, list[PrintChange]]) -> list[PrintChange]:
    if version.rev == 1:
        return []
    changed = [_change(register, change, words) for change in version.changes]
    verb = _verb(version)
    if verb == "exchange":  # all of that instant at once
        moved = [*files.pop(("detach", version.at), []), *files.pop(("attach", version.at), [])]
        return [*moved, *changed]
    found = files.get((verb, version.at))
    return [found.pop(), *changed] if found else changed


def _verb(version: Version) -> str:
    return version.action.rpartition(".")[2]


def _change(register: Any, change: Change, words: Words) -> PrintChange:
    label = change.label[:1].upper() + change.label[1:]
    if change.field.name == "state":
        states = register.lifecycle.label
        return PrintChange(label=label, old=states(change.old), new=states(change.new))
    if hasattr(change.field, "lines"):
        rows = row_diff(words.lines(change.field, change.old), words.lines(change.field, change.new))
        return PrintChange(label=label, words=[(op, text if op != "=" else _shortened(text)) for op, text in rows])
    old, new = words.text(change.field, change.old), words.text(change.field, change.new)
    if old and new and isinstance(change.field, models.TextField):
        return PrintChange(label=label, words=difference(old, new))
    return PrintChange(label=label, old=old, new=new)


def difference(old: str, new: str) -> list[Word]:
    """Old and new by word, with no more unchanged text than is needed to find the place."""
    if len(old) + len(new) > COMPARED:
        return [("-", old), ("+", new)]
    return [(op, text if op != "=" else _shortened(text)) for op, text in word_diff(old, new)]


def _shortened(text: str) -> str:
    return text if len(text) <= 3 * AROUND else f"{text[:AROUND]} … {text[-AROUND:]}"


def _file_changes(record: Any) -> dict[Any, list[PrintChange]]:
    """Names of files by (verb, instant), oldest first: the newest version takes from the end."""
    found: dict[Any, list[PrintChange]] = {}
    for row in Attachment.objects.filter(entry_id=record.pk).order_by("pk"):
        found.setdefault(("attach", row.attached_at), []).append(PrintChange(label=_("File"), new=row.name))
        if row.removed_at:
            found.setdefault(("detach", row.removed_at), []).append(PrintChange(label=_("File"), old=row.name))
    return found
