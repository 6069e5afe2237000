"""Every version of a record with what changed, word by word; and the record as it was on a day."""

import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import BadRequest, NotVisible
from qms.lib.instants import read_instant
from qms.lib.text import is_whole
from qms.lib.worddiff import row_diff, word_diff
from qms.links.kinds import KINDS
from qms.records import versions
from qms.records.versions import Version
from qms.registers.kept import shown_to, versions_shown_to
from qms.registers.pseudonyms import hidden

from .front import RecordPage
from .moments import day_text
from .reading import sections
from .sources import words_of
from .texts import lines, text

SIZE = 25
ENGINE_VERBS = {
    "create": gettext_lazy("Recorded"), "edit": gettext_lazy("Edited"), "import": gettext_lazy("Imported"),
    "attach": gettext_lazy("File added"), "detach": gettext_lazy("File taken off"),
    "exchange": gettext_lazy("Files exchanged"),
    "link": gettext_lazy("Linked"), "unlink": gettext_lazy("Link taken back"),
}  # fmt: skip


class History(RecordPage):
    """`/<register>/<number>/history/`, with `?as_of=2026-06-01` the record as it was."""

    tab = "history"
    allowed_parameters = frozenset({"as_of", "before"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        if request.GET.get("as_of"):
            return self.as_it_was()
        kept_whole = versions.versions_of(self.record, limit=SIZE + 1, before=self.before, actor=self.actor)
        found = versions_shown_to(self.actor, self.register, self.record, kept_whole)
        shown = [self.version(v) for v in found[:SIZE]]
        after = found[SIZE - 1].rev if len(found) > SIZE else None
        sources = words_of(v.source for v in found)
        return self.show("pages/history.html", versions=shown, sources=sources, next=after, today=timezone.localdate())

    @cached_property
    def before(self) -> int | None:
        """Only versions below this revision. Raises BadRequest."""
        word = self.request.GET.get("before", "")
        if word and not is_whole(word):
            raise BadRequest(_("“%s” is no revision.") % word[:20])
        return int(word) if word else None

    def version(self, v: Version) -> dict[str, Any]:
        """One version with its changes as pieces of text."""
        changed = [{"label": c.label[:1].upper() + c.label[1:], "pieces": self.pieces(c)} for c in v.changes]
        if v.rev == 1:  # everything is new: marking all of it would mark nothing
            changed = [{**c, "pieces": [("=", said) for _op, said in c["pieces"]]} for c in changed]
        came = [(sign, *link_words(said)) for sign, said in v.attached]
        return {"version": v, "action": action_label(self.register, v.action), "changes": changed, "came": came}

    def pieces(self, change: Any) -> list[tuple[str, str]]:
        """Old → new by word; a state is shown by its label."""
        if change.field.name == "state":
            label = self.register.lifecycle.label
            return word_pair(label(change.old) if change.old else "", label(change.new))
        field = self.register.fields[change.field.name]
        if hasattr(field, "lines"):
            return row_diff(*(lines(field, value, self.names) for value in (change.old, change.new)))
        old, new = (self.said(field, value) for value in (change.old, change.new))
        whole = field.is_relation or field.choices or isinstance(field, models.DateField) or hidden() in (old, new)
        return word_pair(old, new) if whole else word_diff(old, new)

    def said(self, field: Any, value: Any) -> str:
        """A value as people read it; dates as everywhere on the pages."""
        dated = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
        return day_text(value) if dated else text(field, value, self.names)

    def as_it_was(self) -> HttpResponse:
        """The version in force at the instant asked for. Raises BadRequest, or NotVisible before there was a record."""
        asked = self.request.GET["as_of"]
        try:
            instant = read_instant(asked, timezone.get_default_timezone())
        except ValueError:
            raise BadRequest(_("“%s” is no date such as 2026-11-23.") % asked[:40]) from None
        row = versions.at(self.record, instant)
        if row is None:
            raise NotVisible(
                _("%(number)s did not exist on %(day)s.") % {"number": self.record.number, "day": asked[:40]}
            )
        row = shown_to(self.actor, self.register, row, record=self.record)
        self.names.load_record(row)
        return self.show(
            "pages/as_of.html", row=row, instant=instant, sections=sections(self.register, row, self.names),
            was_label=self.register.lifecycle.label(row.state), was_phase=self.register.lifecycle.phase(row.state),
            was_owner=self.names.get(row.owner_id),
        )  # fmt: skip


def word_pair(old: str, new: str) -> list[tuple[str, str]]:
    """The whole old text and the whole new one: half a name would read oddly."""
    return [piece for piece in (("-", old), ("=", " → " if old and new else ""), ("+", new)) if piece[1]]


def action_label(register: Any, action: str) -> str:
    """`nonconformities.triage` in words."""
    verb = action.rpartition(".")[2]
    known = register.lifecycle.transitions.get(verb)
    return str(known.label) if known else str(ENGINE_VERBS.get(verb, verb.replace("_", " ").capitalize()))


def link_words(said: str) -> tuple[str, str]:
    """A link that came or went, with the number it leads to: `recurs NC-2025-0001` in words; a file stays as it is."""
    kind, _space, end = said.partition(" ")
    return (str(KINDS[kind][0]), end) if kind in KINDS and end else (said, "")
