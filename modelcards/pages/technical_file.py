"""The technical file of a version, to read and as PDF."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, NotVisible
from qms.pages.front import RecordPage
from qms.pages.print import as_pdf
from qms.records.access import visible_to

from ..models import SystemVersion
from ..technical_file import technical_file
from ..technical_print import technical_pdf


class TechnicalFilePage(RecordPage):
    """`/systems/<number>/technical-file/`, with `?version=` (its name or number) and `?format=pdf`."""

    template = "modelcards/systems/technical_file.html"
    allowed_parameters = frozenset({"version", "format"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        found = technical_file(self.record, self.version, self.actor)
        wanted = request.GET.get("format", "")
        if wanted not in ("", "pdf"):
            raise BadRequest(_("The technical file is read here, or printed with format=pdf."))
        if wanted == "pdf":
            name = f"{self.record.number}-technical-file" + (f"-{found.version.number}" if found.version else "")
            return as_pdf(technical_pdf(found, actor=self.actor, at=self.at), name)
        return self.show(file=found, versions=list(self.versions.order_by("-pk")[:100]))

    @property
    def versions(self) -> QuerySet[SystemVersion]:
        """The versions that this person sees."""
        return visible_to(self.record.versions.exclude(state="void"), self.actor).select_related("entry")

    @property
    def version(self) -> SystemVersion | None:
        """The one asked for; else the current one, else the last. Raises NotVisible for one that is not there."""
        asked = self.request.GET.get("version", "")
        if not asked:
            current = self.versions.filter(state="current").first()
            return current or self.versions.order_by("-pk").first()
        found = self.versions.filter(version=asked).first() or self.versions.filter(number=asked).first()
        if found is None:
            said = {"version": asked[:60], "system": self.record.number}
            raise NotVisible(_("There is no version “%(version)s” of %(system)s that you may see.") % said)
        return found
