"""The checklist on site: one question per card, each saved by itself, with or without script and network."""

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid, Refused, Unmet
from qms.lib.text import is_whole
from qms.pages.forms import RecordForm, form_for
from qms.pages.front import RecordPage
from qms.registers import registry

from ..models import ChecklistLine
from ..models.checklist_lines import ANSWERS
from ..models.choosing import key_label
from ..queries.progress import progress_of
from ..rules.sides import adds_to_audit
from ..services.fieldwork import answer_line, draw_sample, make_checklist

SEEN = ("evidence", "asked", "note")
COLOURS = {"conforms": "good", "good_practice": "good", "observation": "warn", "minor": "warn", "major": "bad"}
CHOICES = [(key, label, COLOURS.get(key, "")) for key, label in ANSWERS]


class Checklist(RecordPage):
    """`/audits/<number>/checklist/`: its questions; POST makes those that are missing."""

    template = "audits/checklist.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        lines = registry["checklist-lines"]
        rows = lines.visible(self.actor).filter(audit=self.record).exclude(state="dropped")
        raised = self.findings()
        cards = [self.card(line, raised[line.pk]) for line in rows.select_related("entry").order_by("pk")]
        progress = progress_of(self.record)
        may_make = self.record.state in ("planned", "confirmed", "in_progress") and bool(
            adds_to_audit(self.actor, ChecklistLine(audit=self.record))
        )
        return self.show(cards=cards, choices=CHOICES, progress=progress, may_make=may_make)

    def findings(self) -> dict[int, list[Any]]:
        """Findings that stand, by the question they were raised from."""
        found: dict[int, list[Any]] = defaultdict(list)
        seen = registry["findings"].visible(self.actor).filter(audit=self.record).exclude(line=None)
        for finding in seen.exclude(state="withdrawn").order_by("pk"):
            found[finding.line_id].append(finding)
        return found

    def card(self, line: ChecklistLine, findings: list[Any]) -> dict[str, Any]:
        """One question as the template needs it."""
        open_for_answers = self.record.state == "in_progress" and self.actor.pk in line.auditors
        form = _form(self.actor)(initial={n: getattr(line, n) for n in SEEN}, auto_id=f"{line.number}-%s")
        shown = {"number": line.number, "ref": line.number.rpartition("-")[2], "question": line.question}
        return {
            "line": {**shown, "rev": line.rev, "answer": line.answer}, "record": line, "rest": list(form),
            "clause": ", ".join(key_label(key) for key in line.criterion), "findings": findings,
            "files": line.entry.attached.get("files", []), "open": open_for_answers,
            "action": f"/checklist-lines/{line.number}/answer/",
            "may_raise": open_for_answers and not findings,
        }  # fmt: skip

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        made = make_checklist(self.record, actor=self.actor, at=self.at, source=self.source)
        said = _("%d questions were added.") % len(made) if made else _("Every clause has its question already.")
        messages.success(request, said)
        return HttpResponseRedirect(f"/audits/{number}/checklist/")


class LineForm(RecordForm):
    """What stands on every card besides the answer. Fields of the model are added by `_form`."""

    file = forms.FileField(label=gettext_lazy("Photo or file"), required=False)


def _form(actor: Any) -> type[RecordForm]:
    made = form_for(ChecklistLine, SEEN, actor)
    for name in SEEN:
        made.base_fields[name].widget.attrs["rows"] = "2"
    return type("CardForm", (LineForm, made), {})


class Answer(RecordPage):
    """`/checklist-lines/<number>/answer/`: saves one card. A script gets `{"ok": true, "rev": 3}` or sentences."""

    allowed_inputs = frozenset({"rev", "answer", "file", *SEEN})

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        wants_json = "application/json" in request.headers.get("Accept", "")
        try:
            line = self.keep(request)
        except Refused as refused:
            if not wants_json:
                raise
            said = {"ok": False, "code": refused.code, "sentences": refused.all_sentences()}
            return JsonResponse(said, status=refused.status)
        if wants_json:
            return JsonResponse({"ok": True, "rev": line.rev, "answer": line.answer})
        messages.success(request, _("%s is saved.") % line.number)
        return HttpResponseRedirect(f"/audits/{line.audit.number}/checklist/#{line.number}")

    def keep(self, request: HttpRequest) -> ChecklistLine:
        """Raises as the service does, Invalid for a revision that is none, BadRequest for an unknown input."""
        self.check_inputs()
        said, sent = request.POST, request.FILES.get("file")
        if not is_whole(said.get("rev", "")):
            raise Invalid(fields={"rev": [_("The page did not say which revision it showed.")]})
        return answer_line(
            self.record, rev=int(said["rev"]), actor=self.actor, at=self.at, source=self.source,
            answer=said.get("answer", ""), files=[(sent.name or "", sent.read())] if sent else [],
            **{name: said[name] for name in SEEN if name in said},
        )  # fmt: skip


class SampleForm(RecordForm):
    """Drawing by chance."""

    rev = forms.IntegerField(widget=forms.HiddenInput)
    of = forms.CharField(
        label=gettext_lazy("What is sampled"),
        max_length=200,
        help_text=gettext_lazy("Such as: training records of 2026."),
    )
    population = forms.IntegerField(label=gettext_lazy("How many there are"), required=False, min_value=1)
    listed = forms.CharField(
        label=gettext_lazy("or the items themselves"), required=False, max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One per line; then the number above is not needed."),
    )  # fmt: skip
    size = forms.IntegerField(label=gettext_lazy("How many to draw"), min_value=1)
    seed = forms.CharField(
        label=gettext_lazy("Seed"), required=False, max_length=60,
        help_text=gettext_lazy("Empty: chosen by chance. The same seed draws the same items again."),
    )  # fmt: skip


class Draw(RecordPage):
    """`/checklist-lines/<number>/sample/`"""

    template = "audits/sample.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.show(form=SampleForm(initial={"rev": self.record.rev}))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        form = SampleForm(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        try:
            line = draw_sample(self.record, actor=self.actor, at=self.at, source=self.source, **form.cleaned_data)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.show(status=422, form=form)
        messages.success(request, _("Drawn: %s") % ", ".join(line.samples[-1]["drawn"].split("\n")[:12]))
        return HttpResponseRedirect(f"/audits/{line.audit.number}/checklist/#{line.number}")
