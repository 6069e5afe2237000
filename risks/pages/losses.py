"""`/risks/losses/`: what a risk may cost in a year. The address holds every assumption and gives the same numbers
again; with `risk=RSK-0009` they can be kept with that risk."""

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.pages.forms import RecordForm
from qms.pages.front import RecordPage
from qms.pages.links import number_in

from ..losses import MOST_YEARS, SHAPES, SHARES, drawn
from ..pictures import curve
from ..quantify import Implausible, Outcome
from .overviews import Overview

KEEP = "estimate_losses"
_SIGNS = re.compile(r"[\s'’\u00a0\u202f€$£¥]")
_CURRENCY = re.compile(r"^[A-Za-z]{3}(?=\d)|(?<=\d)[A-Za-z]{3}$")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


def _number(label: Any, **more: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, widget=forms.TextInput({"inputmode": "decimal"}), **more)


class AmountField(forms.DecimalField):
    """An amount as people write it: 1000.50, 1,000, 1 000 or 1'000, with its currency or without."""

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            plain = _CURRENCY.sub("", _SIGNS.sub("", value))
            value = plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain
        return super().to_python(value)


def _amount(label: Any) -> AmountField:
    return AmountField(
        label=label, min_value=0, max_digits=15, decimal_places=2, widget=forms.TextInput({"inputmode": "decimal"}),
        help_text=gettext_lazy("Such as 20,000 or 199.50."),
        error_messages={"invalid": gettext_lazy("Write a number, such as 20,000 or 199.50.")},
    )  # fmt: skip


class Estimates(RecordForm):
    """Three points for how often, three for how much, and how the years are drawn."""

    often_low = _number(gettext_lazy("Events a year, at least"))
    often_likely = _number(gettext_lazy("Events a year, likeliest"))
    often_high = _number(gettext_lazy("Events a year, at most"))
    loss_low = _amount(gettext_lazy("Loss of one event, at least"))
    loss_likely = _amount(gettext_lazy("Loss of one event, likeliest"))
    loss_high = _amount(gettext_lazy("Loss of one event, at most"))
    currency = forms.CharField(label=gettext_lazy("Currency"), initial="EUR", min_length=3, max_length=3)
    shape = forms.ChoiceField(label=gettext_lazy("Shape"), choices=SHAPES, initial="pert")
    years = forms.IntegerField(label=gettext_lazy("Years drawn"), initial=10_000, min_value=100, max_value=MOST_YEARS)
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"), initial=1, min_value=0, max_value=2**31,
        help_text=gettext_lazy("The same seed gives the same numbers."),
    )  # fmt: skip

    def row(self) -> dict[str, str]:
        """The estimates as they are kept."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


class Losses(Overview):
    """The form, and once it is filled in the result with its assumptions."""

    tab = "losses"
    template = "risks/losses.html"
    allowed_parameters = frozenset({*Estimates.base_fields, "risk"})

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        number = request.GET.get("risk", "")
        risk = self.register.get(number, self.actor) if number else None
        if not set(request.GET) - {"risk"}:
            begun = {n: f.initial for n, f in Estimates.base_fields.items()}
            last = risk.losses[-1] if risk and risk.losses else {}
            return self.show(form=Estimates(initial={**begun, **last}), risk=risk)
        form = Estimates(request.GET)
        if not form.is_valid():
            return self.show(status=422, form=form, risk=risk)
        try:
            found = drawn(form.row())
        except Implausible as refused:
            form.add_error(None, str(refused))
            return self.show(status=422, form=form, risk=risk)
        offers = self.register.offers(risk, actor=self.actor, at=self.at) if risk else []
        return self.show(
            form=form, found=found, rows=rows_of(found), figure=curve.figure(found), risk=risk,
            keeps=any(o.transition.verb == KEEP and o.open for o in offers),
        )  # fmt: skip


class KeepLosses(RecordPage):
    """`/risks/<number>/do/estimate_losses/`: the estimates are made on the page of losses, and sent here to be kept."""

    def get(self, request: HttpRequest, register: str, number: str, verb: str) -> HttpResponse:
        return HttpResponseRedirect(f"/risks/losses/?{urlencode({'risk': self.record.number})}")

    def post(self, request: HttpRequest, register: str, number: str, verb: str) -> HttpResponse:
        form = Estimates(request.POST)
        self.check_inputs(form, "rev")
        if not form.is_valid():
            again = {"risk": self.record.number, **{n: request.POST.get(n, "") for n in Estimates.base_fields}}
            return HttpResponseRedirect(f"/risks/losses/?{urlencode(again)}")
        self.register.perform(
            self.record, KEEP, rev=number_in(request.POST, "rev"), actor=self.actor, at=self.at, source=self.source,
            losses=[form.row()],
        )  # fmt: skip
        messages.success(request, _("The yearly losses are kept with %s.") % self.record.number)
        return HttpResponseRedirect(self.url)


def rows_of(found: Outcome) -> list[tuple[str, str]]:
    """The average year, and what a year stays within."""
    said = _("%d of 100 years stay within")
    return [(_("Average year"), curve.in_thousands(found.mean.amount))] + [
        (said % round(100 * share), curve.in_thousands(found.percentile(share).amount)) for share in SHARES.values()
    ]


urlpatterns = [
    path("risks/losses/", Losses.as_view(), {"register": "risks"}, name="risks-losses"),
    path(f"risks/<str:number>/do/{KEEP}/", KeepLosses.as_view(), {"register": "risks", "verb": KEEP}),
]
