"""The page for a phone: one choice and at most five fields."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Forbidden, Invalid, TooLarge, Unmet, WrongType
from qms.pages.forms import RecordForm
from qms.pages.front import Page
from qms.pages.menu import Place, places
from qms.registers import registry

from ..choices import SEVERITIES
from ..reporting import KINDS, report

LABELS = {"problem": _("Something is wrong"), "complaint": _("A customer complains"), "idea": _("An idea, or praise")}
places.append(Place("act", _("Report something"), "/report/", 5, inside=True))


class ReportForm(RecordForm):
    """What is asked."""

    kind = forms.ChoiceField(label=_("It is"), widget=forms.RadioSelect)
    what = forms.CharField(label=_("What happened?"), max_length=20_000, widget=forms.Textarea({"rows": 4}))
    where = forms.CharField(
        label=_("Where? Or who complains, and how to reach them?"), max_length=200, required=False
    )  # fmt: skip
    product = forms.CharField(label=_("Product or system"), max_length=200, required=False)
    felt = forms.ChoiceField(label=_("How bad does it feel?"), required=False, choices=[("", "–"), *SEVERITIES])
    photo = forms.FileField(
        label=_("Photo"), required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp", "capture": "environment"}),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["kind"]
        choice.choices = [(key, LABELS[key]) for key in kinds]  # type: ignore[attr-defined]
        choice.initial = kinds[0]


class Report(Page):
    """`/report/`"""

    template = "nonconformities/report.html"

    @property
    def kinds(self) -> list[str]:
        """What this person may report. Raises Forbidden where it is nothing."""
        found = [kind for kind, key in KINDS.items() if registry[key].may_add(self.actor, None)]
        if not found:
            raise Forbidden(_t("You have no role in which you could report something. Ask an administrator."))
        return found

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        return self.show(form=ReportForm(kinds=self.kinds))

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        form = ReportForm(request.POST, request.FILES, kinds=self.kinds)
        self.check_inputs(form)
        if not form.is_valid():
            return self.show(status=422, form=form)
        given = dict(form.cleaned_data)
        photo = given.pop("photo")
        try:
            made = report(
                **given, photo=(photo.name, photo.read()) if photo else None, actor=self.actor, at=self.at,
                source=self.source,
            )  # fmt: skip
        except (WrongType, TooLarge) as refused:
            for sentence in refused.all_sentences():
                form.add_error("photo", sentence)
            return self.show(status=refused.status, form=form)
        except (Invalid, Unmet) as refused:
            form.take(refused)
            return self.show(status=refused.status, form=form)
        messages.success(request, _t("Thank you. It is recorded as %s.") % made.number)
        return HttpResponseRedirect(f"/r/{made.number}")
