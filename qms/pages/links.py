"""What a record is linked to, both ways; adding a link and taking one back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid
from qms.lib.text import is_whole
from qms.links.edges import neighbours
from qms.links.graph import around
from qms.links.kinds import KIND_CHOICES

from .forms import RecordForm
from .front import RecordPage
from .graph import drawing


class LinkForm(RecordForm):
    kind = forms.ChoiceField(label=gettext_lazy("This record"), choices=KIND_CHOICES)
    target = forms.CharField(label=gettext_lazy("Number"), max_length=40)
    rev = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, kinds: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [c for c in KIND_CHOICES if not kinds or c[0] in kinds]  # type: ignore[attr-defined]


class Links(RecordPage):
    """`/<register>/<number>/links/`"""

    tab = "links"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        return self.page(LinkForm(self.register.link_kinds, initial={"rev": self.record.rev}))

    def post(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        if "unlink" in request.POST:
            return self.unlink(request)
        form = LinkForm(self.register.link_kinds, request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            self.register.link(self.record, actor=self.actor, at=self.at, source=self.source, **form.cleaned_data)
        except Invalid as refused:
            form.take(refused)
            return self.page(form, 422)
        messages.success(request, _("The link is kept."))
        return HttpResponseRedirect(f"{self.url}links/")

    def unlink(self, request: HttpRequest) -> HttpResponse:
        """Take a link back, with a reason."""
        self.check_inputs(None, "unlink", "rev", "reason")
        self.register.unlink(
            self.record, link=number_in(request.POST, "unlink"), rev=number_in(request.POST, "rev"), actor=self.actor,
            at=self.at, reason=request.POST.get("reason", ""), source=self.source,
        )  # fmt: skip
        messages.success(request, _("The link is taken back; the history keeps it."))
        return HttpResponseRedirect(f"{self.url}links/")

    def page(self, form: RecordForm, status: int = 200) -> HttpResponse:
        """Both directions, and the form where links may be added."""
        graph = around(self.record.entry, self.actor)
        return self.show(
            "pages/links.html", status, near=neighbours(self.record.pk, self.actor), form=form,
            graph=drawing(graph, self.record.pk), cut=graph.cut,
            may_add=self.register.can_attach(self.record, self.actor),
        )  # fmt: skip


def number_in(posted: Any, name: str) -> int:
    """A whole number from a form. Raises Invalid."""
    word = posted.get(name, "")
    if not is_whole(word):
        raise Invalid(fields={name: [_("A number is expected.")]})
    return int(word)
