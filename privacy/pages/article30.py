"""`/processing-activities/article-30/`: the whole record with its letters, and as PDF, XLSX, CSV and fideslang."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.pages import export
from qms.pages.front import RegisterPage
from qms.pages.list_export import as_pdf
from qms.records.events import log_event

from .. import article30
from ..exchange import fideslang
from ..prints import whole
from ..prints.article30 import register_pdf

NAME = "record-of-processing"
YAML = "application/yaml; charset=utf-8"


class WholeRecord(RegisterPage):
    """`?drafts=yes` adds entries that are only described; `?format=` takes it along, which the ledger keeps."""

    template = "privacy/activities/article30.html"
    allowed_parameters = frozenset({"format", "drafts"})

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        wanted = request.GET.get("format", "")
        if not wanted:
            return self.show(
                groups=self.groups, drafts=self.drafts, with_drafts=self.with_drafts, total=len(self.entries),
                incomplete=sum(1 for e in self.entries if e.lacking != article30.NONE), most=whole.MOST,
            )  # fmt: skip
        make = {"pdf": self.pdf, "xlsx": self.table, "csv": self.table, "yaml": self.yaml}.get(wanted)
        if make is None:
            raise BadRequest(_("The record is given as pdf, xlsx, csv or yaml."))
        answer = make(wanted)
        log_event(
            subject=self.register.key, action="export", actor=self.actor, at=self.at, source=self.source,
            rows=len(self.entries), format=wanted, query="article-30" + ("?drafts=yes" if self.with_drafts else ""),
        )  # fmt: skip
        return answer

    @property
    def with_drafts(self) -> bool:
        """Whether entries that are only described belong to it. Raises BadRequest."""
        asked = self.request.GET.get("drafts", "")
        if asked not in ("", "yes"):
            raise BadRequest(_("“drafts” is yes, or not said."))
        return asked == "yes"

    @cached_property
    def entries(self) -> list[Any]:
        """What this person may see of the record."""
        return whole.entries(self.register.visible(self.actor), drafts=self.with_drafts)

    @cached_property
    def drafts(self) -> int:
        """How many are described and not in force."""
        return int(self.register.visible(self.actor).filter(state="draft").count())

    @property
    def groups(self) -> list[tuple[str, str, list[Any], list[tuple[Any, list[Any]]]]]:
        """Role, paragraph, its letters, and each entry with its letters."""
        found = []
        for role, label in self.register.fields["role"].choices:
            rows = [(e, article30.letters(e)) for e in self.entries if e.role == role]
            if rows:
                found.append((label, article30.paragraph(rows[0][0]), [a.letter for a in rows[0][1]], rows))
        return found

    def pdf(self, kind: str) -> HttpResponse:
        """On paper."""
        near = whole.near_of(self.entries, self.actor)
        return as_pdf(register_pdf(self.entries, near, actor=self.actor, at=self.at), NAME)

    def table(self, kind: str) -> HttpResponse:
        """Every column that Art. 30 names."""
        near = whole.near_of(self.entries, self.actor)
        rows = whole.table(self.entries, near, self.register.lifecycle.label)
        return export.download(kind, NAME, whole.heads(), rows)

    def yaml(self, kind: str) -> HttpResponse:
        """As systems with privacy declarations."""
        answer = HttpResponse(fideslang.write(self.entries), content_type=YAML)
        answer["Content-Disposition"] = f'attachment; filename="{NAME}.yml"'
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "no-store"
        return answer


HERE = {"register": "processing-activities"}
urlpatterns = [path("processing-activities/article-30/", WholeRecord.as_view(), HERE, name="article-30")]
