"""The record page: what it says, where it stands, what can be done next."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qms.attachments.files import files_of
from qms.lib.errors import NotVisible
from qms.links.edges import neighbours
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers.kept import shown_to
from qms.registers.signing import signatures_of

from . import clocks
from .front import Page, RecordPage
from .life import life
from .reading import sections
from .values import Names

NEAR = 8


class Record(RecordPage):
    """`/<register>/<number>/`"""

    tab = "overview"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        record = self.record
        self.names.load_record(record)
        shown = shown_to(self.actor, self.register, record)
        near, own = neighbours(record.pk, self.actor, limit=NEAR + 1), self.register.own_sections
        return self.show(
            self.register.record_template,
            sections=[s for s in sections(self.register, shown, self.names) if s.key not in own],
            people=involved_people(self.register, record, self.names),
            steps=life(self.register, record, self.names),
            signatures=signatures_of(record),
            near=near[:NEAR],
            files=files_of(record.pk)[:NEAR],
            clocks=clocks.shown(self.register, record, self.at),
            panels=self.register.panels(record, self.actor),
        )


def involved_people(register: Any, record: Any, names: Names) -> list[dict[str, Any]]:
    """Owner and everybody with a part, under the name of the part."""
    parts: list[dict[str, Any]] = [{"label": _("Owner"), "users": [record.owner] if record.owner_id else []}]
    for field_name in register.involved.values():
        field = register.fields[field_name]
        value = getattr(record, field.attname)
        ids = value if isinstance(value, list) else [value]
        users = [u for pk in ids if (u := names.get(pk)) is not None]
        if users and field_name != "owner":
            parts.append({"label": capfirst(str(field.verbose_name)), "users": users})
    parts.append({"label": _("Recorded by"), "users": [record.created_by]})
    return parts


class ByNumber(Page):
    """`/r/<number>`: any record by its number."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        entry = visible_to(Entry.objects.all(), self.actor).filter(number=number).first()
        if entry is None:
            raise NotVisible(_("There is no record “%s” that you may see.") % number[:60])
        answer = HttpResponsePermanentRedirect(f"/{entry.register}/{entry.number}/")
        answer["Cache-Control"] = "no-store"
        return answer
