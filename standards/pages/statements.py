"""`/applicability-statements/<number>/lines/`: its lines as a table and one by one, files, versions."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qms.accounts.models import User
from qms.lib.errors import BadRequest, Invalid, NotVisible, Unmet
from qms.pages import export
from qms.pages.form import FormPage
from qms.pages.forms import RecordForm, form_for, initial
from qms.pages.front import RecordPage, RegisterPage
from qms.records.events import log_event
from qms.registers import registry

from .. import statement_print as files
from ..applicability import excludable, is_unusual
from ..chapters import in_chapter
from ..models import StatementLine
from ..models.applicability import ANSWERS, BASES, STATUSES
from ..rules import applicability as rules
from ..services.statements import decide_chapter, fill, next_version
from ..statement_queries import MOST, Chapter, chapters_of, progress_of, rows_of, standing_lines

STATEMENTS = {"register": "applicability-statements"}
DECISIONS = (
    ("open", gettext_lazy("to decide")), ("yes", gettext_lazy("applicable")), ("no", gettext_lazy("not applicable")),
)  # fmt: skip
#: Above so many lines, one chapter is shown at a time.
ALL_AT_ONCE = 120


class LinesPage(RecordPage):
    """What the pages of a statement's lines share: the filters in their address."""

    allowed_parameters = frozenset({"chapter", "decision", "status", "owner"})

    @property
    def asked(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: value for name in sorted(self.allowed_parameters) if (value := self.request.GET.get(name, ""))}

    @property
    def query(self) -> str:
        """The filters, to go back to the same rows."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def may_edit(self) -> bool:
        """Whether lines may be added or decided together now."""
        return self.record.state == "draft" and bool(rules.may_edit(self.actor, self.record))

    def lines(self) -> Any:
        """The lines that meet the filters. Raises BadRequest for a value that is none of a filter's."""
        asked, rows = self.asked, standing_lines(self.record)
        rows = rows.filter(in_chapter(asked.get("chapter", "")))
        if decision := asked.get("decision"):
            rows = rows.filter(applicable={"open": ""}.get(decision, _known("decision", decision, dict(DECISIONS))))
        if status := asked.get("status"):
            rows = rows.filter(status=_known("status", status, dict(STATUSES)))
        if owner := asked.get("owner"):
            rows = rows.filter(owner=None) if owner == "nobody" else rows.filter(owner__username=owner)
        return rows


def _known(name: str, value: str, known: Any) -> str:
    if value not in known:
        raise BadRequest(_("“%(value)s” is no value of “%(name)s”.") % {"value": value[:60], "name": name})
    return value


class ChapterForm(RecordForm):
    """The same decision for what is undecided in a chapter."""

    chapter = forms.ChoiceField(label=gettext_lazy("Chapter"))
    applicable = forms.ChoiceField(label=gettext_lazy("Applicable"), choices=ANSWERS)
    because = forms.ChoiceField(
        label=gettext_lazy("Included because of"), choices=(("", "–"), *BASES), required=False,
        help_text=gettext_lazy("Where it applies."),
    )  # fmt: skip
    justification = forms.CharField(
        label=gettext_lazy("Justification"), max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(c.ref, f"{c.ref} {c.title} ({c.left})".replace("  ", " ")) for c in chapters if c.left]
        self.fields["chapter"].choices = words  # type: ignore[attr-defined]


class Table(LinesPage):
    """The lines; POST decides the undecided ones of a chapter."""

    template = "standards/lines.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        return self.page(None)

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        form = ChapterForm(request.POST, chapters=chapters_of(self.record))
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            n = decide_chapter(self.record, **form.cleaned_data, actor=self.actor, at=self.at, source=self.source)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.page(form, 422)
        messages.success(request, ngettext("%d line is decided.", "%d lines are decided.", n) % n)
        return HttpResponseRedirect(f"{self.url}lines/{self.query}")

    def page(self, form: ChapterForm | None, status: int = 200) -> HttpResponse:
        """The rows of one chapter where there are many, with the form for a chapter."""
        chapters, progress = chapters_of(self.record), progress_of(self.record)
        if progress.total > ALL_AT_ONCE and not self.asked and form is None:
            return HttpResponseRedirect(f"{self.url}lines/?{urlencode({'chapter': chapters[0].ref})}")
        lines = list(self.lines()[: MOST + 1])
        rows = rows_of(lines[:MOST], self.actor, on=timezone.localdate(self.at))
        owners = sorted(self.owners())
        return self.show(
            status=status, rows=rows, cut=len(lines) > MOST, chapters=chapters, titles={c.ref: c for c in chapters},
            progress=progress, asked=self.asked, query=self.query, decisions=DECISIONS, statuses=STATUSES,
            owners=owners, form=form or self.empty_form(chapters), may_edit=self.may_edit, refused=form is not None,
            left=progress.total - progress.decided,
        )  # fmt: skip

    def owners(self) -> set[tuple[str, str]]:
        """(user name, printed name) of everybody named for a line."""
        named = self.record.lines.exclude(owner=None).values("owner")
        return {(user.username, user.printed_name) for user in User.objects.filter(pk__in=named)}

    def empty_form(self, chapters: list[Chapter]) -> ChapterForm:
        """The chapter that is shown, if one is."""
        return ChapterForm(chapters=chapters, initial={"chapter": self.asked.get("chapter", "")})


class Line(FormPage, LinesPage):
    """One line: its decision while the statement is a draft, how far it is done while it is in force."""

    template = "standards/line.html"
    allowed_inputs = frozenset({"next"})

    @property
    def line(self) -> StatementLine:
        """The line of this statement. Raises NotVisible, also for a line of another one."""
        found: StatementLine = registry["applicability-lines"].get(self.kwargs["line"], self.actor)
        if found.statement_id != self.record.pk:
            raise NotVisible(_("%(statement)s has no line “%(line)s”.") % {
                "statement": self.record.number, "line": self.kwargs["line"][:60],
            })  # fmt: skip
        return found

    def get(self, request: HttpRequest, register: str, number: str, line: str) -> HttpResponse:
        self.check_parameters()
        found = self.line
        made = self.form_class(found)
        names = [name for name in made.base_fields if name != "rev"]
        return self.page(found, made(initial={**initial(found, names), "rev": found.rev}))

    def verb(self, line: StatementLine) -> str:
        """What can be done with the line now."""
        return "report" if line.state == "in_force" else "decide"

    def form_class(self, line: StatementLine) -> type[RecordForm]:
        """The fields that the move asks, and the revision that was seen."""
        move = registry["applicability-lines"].lifecycle.transitions[self.verb(line)]
        made = form_for(StatementLine, move.asks, self.actor, required=move.needs)
        extra: dict[str, Any] = {"rev": forms.IntegerField(widget=forms.HiddenInput)}
        return type("LineForm", (made,), extra)

    def post(self, request: HttpRequest, register: str, number: str, line: str) -> HttpResponse:
        self.check_parameters()
        found = self.line
        form = self.form_class(found)(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(found, form, 422)
        said = dict(form.cleaned_data)
        try:
            registry["applicability-lines"].perform(
                found, self.verb(found), rev=said.pop("rev"), actor=self.actor, at=self.at, source=self.source, **said
            )
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.page(found, form, refused.status)
        messages.success(request, _("%s is saved.") % found.title)
        return HttpResponseRedirect(self.after(found) if "next" in request.POST else self.back(found))

    def back(self, line: StatementLine) -> str:
        """The table, at this line."""
        return f"{self.url}lines/{self.query}#{line.number}"

    def after(self, line: StatementLine) -> str:
        """The next line to decide in what was filtered; the table where none is left."""
        rest = self.lines().filter(state="open") if "decision" not in self.asked else self.lines()
        following = rest.filter(requirement__position__gt=line.requirement.position).first() or rest.first()
        return f"{self.url}lines/{following.number}/{self.query}" if following else self.back(line)

    def page(self, line: StatementLine, form: RecordForm, status: int = 200) -> HttpResponse:
        """The form with what the catalogue says of the requirement."""
        chapter = excludable(self.record.edition)
        offers = registry["applicability-lines"].offers(line, actor=self.actor, at=self.at)
        offer = next((o for o in offers if o.transition.verb == self.verb(line)), None)
        return self.show(
            status=status, line=line, form=form, offer=offer, reasons=offer.reasons if offer else [],
            warn=chapter if is_unusual(line.requirement.key, chapter) else "", back=self.back(line),
            many=self.verb(line) == "decide", people=self.people(),
        )  # fmt: skip


class Fill(LinesPage):
    """Adds the lines that are missing: an imported statement, or a catalogue that has grown."""

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        made = fill(self.record, actor=self.actor, at=self.at, source=self.source)
        said = ngettext("%d line was added.", "%d lines were added.", len(made)) % len(made)
        messages.success(request, said if made else _("Every requirement has its line already."))
        return HttpResponseRedirect(f"{self.url}lines/")


class NextVersion(LinesPage):
    """Begins the next version as a copy of the one in force; pressed twice, it leads to the one that was begun."""

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_inputs()
        made = next_version(self.record, actor=self.actor, at=self.at, source=self.source)
        messages.success(request, _("%s begins as a copy. Change what has changed.") % made.number)
        return HttpResponseRedirect(f"/applicability-statements/{made.number}/")


class NewLine(RegisterPage):
    """`/applicability-lines/new/`: lines are not added by hand; it says where they come from."""

    template = "standards/new_line.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters("full", "link")
        return self.show()


class Download(RecordPage):
    """`…/table/?format=csv`: every line as CSV or XLSX, kept in the ledger as taken out."""

    allowed_parameters = frozenset({"format"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        kind = _known("format", request.GET.get("format", ""), export.FORMATS)
        rows = files.all_rows(self.record, self.actor, on=timezone.localdate(self.at))
        log_event(
            subject=self.register.key, action="export", actor=self.actor, at=self.at, source=self.source,
            rows=len(rows), format=kind, numbers=[self.record.number],
        )  # fmt: skip
        return export.download(kind, self.record.number, files.heads(), (files.cells(row) for row in rows))


HERE = "applicability-statements/<str:number>/"
urlpatterns = [
    path("applicability-lines/new/", NewLine.as_view(), {"register": "applicability-lines"}, name="new-line"),
    path(f"{HERE}lines/", Table.as_view(), STATEMENTS, name="statement-lines"),
    path(f"{HERE}lines/<str:line>/", Line.as_view(), STATEMENTS, name="statement-line"),
    path(f"{HERE}fill/", Fill.as_view(), STATEMENTS, name="statement-fill"),
    path(f"{HERE}next/", NextVersion.as_view(), STATEMENTS, name="statement-next"),
    path(f"{HERE}table/", Download.as_view(), STATEMENTS, name="statement-table"),
]
