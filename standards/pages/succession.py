"""The page of an edition change: what names the old edition, where its clauses lead, and the button that carries on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.lib.errors import Invalid, NotVisible
from qms.pages.forms import RecordForm, reason_field
from qms.pages.front import Page
from qms.registers.registry import registry

from ..models import MappingSet
from ..rules.importing import decider
from ..succession.carry import AT_ONCE, Carried, carry_forward
from ..succession.survey import Survey, survey
from ..succession.tasks import MOST_OWNERS
from .mappings import mapping_of

MOST_CLAUSES, MOST_TASKS = 300, 50


class ReasonForm(RecordForm):
    """Why the edition is changed."""

    reason = reason_field(required=True)


class Change(Page):
    """`/standards/mappings/<key>/change/`"""

    template = "standards/change.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        self.check_parameters()
        return self.page(self.mapping(key), ReasonForm())

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        mapping, form = self.mapping(key), ReasonForm(request.POST)
        self.check_inputs(form)
        if form.is_valid():
            try:
                done = carry_forward(mapping, actor=self.actor, at=self.at, reason=form.cleaned_data["reason"])
            except Invalid as refused:
                form.take(refused)
            else:
                return self.done(mapping, done)
        return self.page(mapping, form, 422)

    def mapping(self, key: str) -> MappingSet:
        """Raises NotVisible where the mapping leads to another standard."""
        found = mapping_of(key)
        if not found.is_succession:
            raise NotVisible(_("This mapping does not lead to another edition of the same standard."))
        return found

    def done(self, mapping: MappingSet, done: Carried) -> HttpResponse:
        """Back to the page with what was done; with what was refused, the page itself."""
        said = [
            ngettext("%d record was carried forward.", "%d records were carried forward.", len(done.changed))
            % len(done.changed),
            ngettext("%d task was opened.", "%d tasks were opened.", len(done.tasks)) % len(done.tasks),
        ]
        if done.left:
            said.append(_("%d records are left; carry forward again.") % done.left)
        messages.success(self.request, " ".join(said))
        if done.refused:
            return self.page(mapping, ReasonForm(), refused=done.refused[:MOST_TASKS])
        return HttpResponseRedirect(self.request.path)

    def page(
        self, mapping: MappingSet, form: ReasonForm, status: int = 200, refused: list[tuple[str, str]] | None = None
    ) -> HttpResponse:
        """What would follow, or what has followed already."""
        found, actions = survey(mapping, self.actor), registry["actions"]
        tasks = actions.visible(self.actor).filter(external_id__startswith=f"edition-change:{mapping.key}:")
        return self.show(
            status=status, mapping=mapping, survey=found, form=form, refused=refused or [], at_once=AT_ONCE,
            clauses=found.clauses[:MOST_CLAUSES], more=len(found.clauses) - MOST_CLAUSES,
            owners=min(len(found.owners), MOST_OWNERS), may=bool(decider(self.actor, None)), actions=actions,
            tasks=list(tasks.select_related("owner").order_by("-pk")[:MOST_TASKS]), tiles=_tiles(found),
        )  # fmt: skip


def _tiles(found: Survey) -> list[dict[str, Any]]:
    registers, clauses = found.registers, found.clauses
    without = [c for c in clauses if not c.ways]
    weak = [c for c in clauses if c.ways and c.look]
    return [
        {"label": _("Open records"), "value": sum(a.open for a in registers), "note": _("name the old edition")},
        {"label": _("To carry forward"), "value": sum(a.waiting for a in registers), "note": _("lack mapped clauses")},
        {"label": _("Closed records"), "value": sum(a.closed for a in registers), "note": _("keep their edition")},
        {"label": _("No counterpart"), "value": len(without), "bad": len(without), "note": _("clauses in use")},
        {"label": _("Weakly mapped"), "value": len(weak), "note": _("clauses in use")},
    ]
