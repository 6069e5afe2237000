"""The 8D: its steps in order, with what is there, what is missing, and the button that completes each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Invalid, Unmet
from qms.pages.front import RecordPage
from qms.pages.links import number_in
from qms.pages.print import as_pdf
from qms.pages.reading import facts
from qms.records.access import visible_to

from ..eightd import steps
from ..eightd.reading import Stand, customer_records, stands
from ..eightd.report import ACTIONS, ALSO, eight_d_pdf
from ..followup import actions_of
from ..rules import nonconformities as rules


class EightD(RecordPage):
    """`/nonconformities/<number>/8d/`, with `?format=pdf`."""

    template = "nonconformities/eight_d.html"
    allowed_parameters = frozenset({"format"})
    allowed_inputs = frozenset({"step", "rev"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        wanted = request.GET.get("format", "")
        if wanted not in ("", "pdf"):
            raise BadRequest(_("The 8D is read here, or printed with format=pdf."))
        if wanted == "pdf":
            return as_pdf(eight_d_pdf(self.record, actor=self.actor, at=self.at), f"{self.record.number}-8D")
        return self.page()

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.check_inputs()
        key = request.POST.get("step", "")
        if key not in steps.BY_KEY:
            raise BadRequest(_("“%s” is no step of an 8D.") % key[:60])
        try:
            self.register.perform(
                self.record, "complete_step", rev=number_in(request.POST, "rev"), actor=self.actor, at=self.at,
                source=self.source, eight_d_step=key,
            )  # fmt: skip
        except (Invalid, Unmet) as refused:
            return self.page(refused.status, refused=refused.all_sentences())
        messages.success(request, _("%s is completed.") % key.upper())
        return HttpResponseRedirect(f"{self.url}8d/#{key}")

    def page(self, status: int = 200, refused: Any = ()) -> HttpResponse:
        """The steps."""
        self.names.load_record(self.record)
        actions = list(visible_to(actions_of(self.record), self.actor))
        by_8d = steps.is_8d(self.record)
        found = stands(self.record, actor=self.actor, at=self.at)
        may = by_8d and self.phase == "open" and bool(rules.completes(self.actor, self.record))
        return self.show(
            status=status, shown=[self.shown(one, actions) for one in found], refused=refused, by_8d=by_8d,
            may_complete=may and self.record.state != "reported", complaints=customer_records(self.record, self.actor),
            completed=sum(one.done for one in found),
        )  # fmt: skip

    def shown(self, one: Stand, actions: list[Any]) -> dict[str, Any]:
        """A step with its fields that say something, and its actions."""
        names = (*ALSO.get(one.step.key, ()), *one.step.fields)
        read = [f for f in facts(self.register, self.record, names, self.names) if not f.empty]
        kinds = ACTIONS.get(one.step.key, ())
        return {"stand": one, "facts": read, "actions": [a for a in actions if a.kind in kinds]}
