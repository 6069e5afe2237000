"""Pages of a card: bring a file in, edit its texts and metrics, compare two versions."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import BadRequest, Forbidden, Invalid, Refused, WrongState
from qms.pages.fields import RecordField
from qms.pages.forms import RecordForm
from qms.pages.front import RecordPage, RegisterPage
from qms.pages.links import number_in
from qms.registers import registry

from ..cards import formats, schema
from ..cards.diffing import diff
from ..cards.metrics import KEYS
from ..cards.placeholders import is_empty
from ..queries.gates import datasets_of, policy_for, why_not
from ..services import card_datasets, cards

#: With more rows than these, metrics are sent as a file.
MOST_EDITABLE = 100
BLANK = 3
EDITED = (
    "name", "value", "unit", "direction", "dataset", "dataset_version", "split", "slice", "n", "lower", "upper",
    "threshold", "date", "code_version", "file",
)  # fmt: skip


class BringForm(RecordForm):
    """A file, and which version of which system it describes."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("README.md, or Model Card Toolkit JSON."))
    version = forms.CharField(label=gettext_lazy("Version"), max_length=60, help_text=gettext_lazy("E.g. 1.2.0."))
    artifact = forms.RegexField(
        r"^[0-9a-fA-F]{64}$", label=gettext_lazy("SHA-256 of the artifact"),
        help_text=gettext_lazy("Of the file that is released: sha256sum prints it."),
    )  # fmt: skip

    def __init__(self, systems: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = {"label": _("AI system"), "required": True}
        few = systems[:51].count() <= 50
        chosen = forms.ModelChoiceField(queryset=systems, **choose) if few else RecordField(systems, **choose)
        self.fields = {"system": chosen, **self.fields}


class BringIn(RegisterPage):
    """`/model-cards/import/`: a card as its team writes it."""

    template = "modelcards/import.html"
    allowed_parameters = frozenset({"system", "version"})

    def form(self, *args: Any, **kwargs: Any) -> BringForm:
        """The form, offering the systems that the actor sees."""
        return BringForm(
            registry["systems"].visible(self.actor).exclude(state__in=("void", "retired")), *args, **kwargs
        )

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        if not self.register.may_add(self.actor, None):
            raise Forbidden(_("You may not add to “%s”.") % self.register.label_plural)
        system = registry["systems"].visible(self.actor).filter(number=request.GET.get("system", "")).first()
        return self.show(form=self.form(initial={"system": system, "version": request.GET.get("version", "")}))

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        form = self.form(request.POST, request.FILES)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        said = form.cleaned_data
        file = said["file"]
        try:
            brought = cards.bring_in(
                file.read(formats.LARGEST + 1), name=file.name, system=said["system"], version=said["version"],
                format="", artifact=said["artifact"].lower(),
                actor=self.actor, at=self.at, source=self.source,
            )  # fmt: skip
        except Refused as refused:
            for sentence in refused.all_sentences():
                form.add_error(None, sentence)
            return self.show(status=refused.status, form=form)
        for sentence in brought.warnings[:10]:
            messages.warning(request, sentence)
        messages.success(request, _("%s holds what the file says.") % brought.card.number)
        return HttpResponseRedirect(f"/model-cards/{brought.card.number}/")


class Edited(RecordPage):
    """What the pages for editing a card share: only a draft, only by who may."""

    def refuse_early(self) -> None:
        """Do not let somebody type what will be refused."""
        if "sections" in self.register.locked(self.record):
            raise WrongState(self.register.locked(self.record)["sections"])
        if not self.register.can_edit(self.record, self.actor):
            raise Forbidden(_("You may not edit %s.") % self.record.number)

    def keep(self, **changes: Any) -> Any:
        """One edit of the record."""
        return self.register.edit(
            self.record, rev=number_in(self.request.POST, "rev"), actor=self.actor, at=self.at, source=self.source,
            **changes,
        )  # fmt: skip


class Content(Edited):
    """`/model-cards/<number>/content/?section=`: the texts of one section."""

    template = "modelcards/edit_content.html"
    allowed_parameters = frozenset({"section"})

    @cached_property
    def section(self) -> schema.Section:
        """The section asked for. Raises BadRequest."""
        key = self.request.GET.get("section", schema.sections()[0].key)
        found = next((s for s in schema.sections() if s.key == key), None)
        if found is None:
            raise BadRequest(_("A card has no section “%s”.") % key[:60])
        return found

    @property
    def texts(self) -> dict[str, str]:
        """What the card says now, by field."""
        return {row["id"]: row["text"] for row in self.record.sections}

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        return self.page(self.texts)

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.check_inputs(None, "rev", *(f.key for f in self.section.fields))
        said = {f.key: request.POST.get(f.key, "").replace("\r\n", "\n").strip() for f in self.section.fields}
        texts = {k: v for k, v in {**self.texts, **said}.items() if v}
        ordered = [{"id": key, "text": texts[key]} for key in schema.fields() if key in texts]
        try:
            self.keep(sections=ordered)
        except Invalid as refused:
            return self.page(said, 422, refused.all_sentences())
        messages.success(request, _("“%s” is saved.") % self.section.label)
        return HttpResponseRedirect(f"{self.url}#section-{self.section.key}")

    def page(self, texts: dict[str, str], status: int = 200, faults: list[str] | None = None) -> HttpResponse:
        """The section's fields, with the other sections one click away."""
        fields = [(f, texts.get(f.key, "")) for f in self.section.fields]
        policy = policy_for(self.record.system.risk_class)
        return self.show(
            status=status, section=self.section, fields=fields, all=schema.sections(), faults=faults or [],
            needed=set(policy.required if policy else ()),
            hollow={f.key for f, text in fields if is_empty(text, none_is_answer=f.none)},
        )  # fmt: skip


class Metrics(Edited):
    """`/model-cards/<number>/metrics/`: the metric rows, where they are few enough for a page."""

    template = "modelcards/edit_metrics.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        return self.page([*self.record.metrics, *[{}] * BLANK])

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        self.check_inputs(None, "rev", *(name for name in request.POST if name.rpartition("-")[0] in EDITED))
        rows, place = [], 0
        while f"name-{place}" in request.POST and place < MOST_EDITABLE + BLANK:
            said = {key: request.POST.get(f"{key}-{place}", "").strip() for key in EDITED}
            before = self.record.metrics[place] if place < len(self.record.metrics) else {}
            if any(said[key] for key in ("name", "value")):
                rows.append({**_kept(before, said["name"]), **_given(said)})
            place += 1
        try:
            self.keep(metrics=rows)
        except Invalid as refused:
            return self.page([*rows, *[{}] * BLANK], 422, refused.all_sentences())
        messages.success(request, _("The metrics are saved."))
        return HttpResponseRedirect(f"{self.url}#metrics")

    def page(self, rows: list[dict[str, Any]], status: int = 200, faults: list[str] | None = None) -> HttpResponse:
        """One card of fields per row."""
        many = len(self.record.metrics) > MOST_EDITABLE
        shown = [] if many else [(place, _named(row)) for place, row in enumerate(rows)]
        return self.show(status=status, rows=shown, many=many, faults=faults or [], labels=KEYS)


def _named(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """The cells of a row; a metric without a name of its own is called by its measure."""
    return [(key, row.get(key, "") or (row.get("type", "") if key == "name" else "")) for key in EDITED]


def _kept(before: dict[str, Any], name: str) -> dict[str, Any]:
    """What the page does not show of a row; another name may mean another measure, which is found out anew."""
    same = name == (before.get("name") or before.get("type"))
    return {key: value for key, value in before.items() if key not in EDITED and (same or key != "type")}


def _given(said: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in said.items() if value}


class Compare(RecordPage):
    """`/model-cards/<number>/compare/?with=`: two cards side by side."""

    template = "modelcards/compare.html"
    allowed_parameters = frozenset({"with"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        other = self.register.get(request.GET.get("with", ""), self.actor)
        return self.show(other=other, labels=KEYS, diff=diff(cards.parsed_of(other), cards.parsed_of(self.record)))


class DatasetForm(RecordForm):
    """One more dataset of a card."""

    def __init__(self, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"label": _("Dataset"), "help_text": _("By its number or from the list.")}
        self.fields = {
            "dataset": RecordField(rows, required=True, **offered),
            "rev": forms.IntegerField(widget=forms.HiddenInput),
        }


class Datasets(Edited):
    """`/model-cards/<number>/datasets/`: what it was trained and tested on."""

    template = "modelcards/edit_datasets.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        self.refuse_early()
        return self.page(self.form(initial={"rev": self.record.rev}))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        form = self.form(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            self.register.link(
                self.record, kind=card_datasets.KIND, target=form.cleaned_data["dataset"].entry,
                rev=form.cleaned_data["rev"], actor=self.actor, at=self.at, source=self.source,
            )  # fmt: skip
        except Invalid as refused:
            form.add_error("dataset", " ".join(refused.all_sentences()))
            return self.page(form, 422)
        messages.success(request, _("The card names %s now.") % form.cleaned_data["dataset"].number)
        return HttpResponseRedirect(f"{self.url}datasets/")

    def form(self, *args: Any, **kwargs: Any) -> DatasetForm:
        """Offering the datasets that the actor sees."""
        rows = registry["datasets"].visible(self.actor).select_related("entry").exclude(state__in=("void", "withdrawn"))
        return DatasetForm(rows, *args, **kwargs)

    def page(self, form: DatasetForm, status: int = 200) -> HttpResponse:
        """Those that are named, and the line for one more."""
        return self.show(status=status, form=form, named=[(d, why_not(d)) for d in datasets_of(self.record)])


HERE = {"register": "model-cards"}
urlpatterns = [
    path("model-cards/import/", BringIn.as_view(), HERE, name="model-card-import"),
    path("model-cards/<str:number>/content/", Content.as_view(), HERE, name="model-card-content"),
    path("model-cards/<str:number>/metrics/", Metrics.as_view(), HERE, name="model-card-metrics"),
    path("model-cards/<str:number>/datasets/", Datasets.as_view(), HERE, name="model-card-datasets"),
    path("model-cards/<str:number>/compare/", Compare.as_view(), HERE, name="model-card-compare"),
]
