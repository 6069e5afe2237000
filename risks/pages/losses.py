"""`/risks/losses/`: what a risk may cost in a year. Nothing is kept; the address holds every assumption and gives the
same numbers again."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.pages.forms import RecordForm

from ..pictures import curve
from ..quantify import Estimate, Implausible, Loss, Money, Outcome, simulate
from .overviews import Overview

SHAPES = (("pert", gettext_lazy("PERT: the likeliest value weighs most")), ("triangular", gettext_lazy("Triangle")))
MOST_YEARS = 50_000  # some seconds
_SIGNS = re.compile(r"[\s'’\u00a0\u202f€$£¥]")
_CURRENCY = re.compile(r"^[A-Za-z]{3}(?=\d)|(?<=\d)[A-Za-z]{3}$")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
SHARES = (0.5, 0.8, 0.9, 0.95, 0.99)


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

    def outcome(self) -> Outcome:
        """The years drawn. Raises Implausible."""
        said = self.cleaned_data
        often = Estimate(said["often_low"], said["often_likely"], said["often_high"], said["shape"])
        low, likely, high = (Money(said[f"loss_{n}"], said["currency"].upper()) for n in ("low", "likely", "high"))
        return simulate(often, Loss(low, likely, high, said["shape"]), trials=said["years"], seed=said["seed"])


class Losses(Overview):
    """The form, and once it is filled in the result with its assumptions."""

    tab = "losses"
    template = "risks/losses.html"
    allowed_parameters = frozenset(Estimates.base_fields)

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        if not request.GET:
            return self.show(form=Estimates(initial={n: f.initial for n, f in Estimates.base_fields.items()}))
        form = Estimates(request.GET)
        if not form.is_valid():
            return self.show(status=422, form=form)
        try:
            found = form.outcome()
        except Implausible as refused:
            form.add_error(None, str(refused))
            return self.show(status=422, form=form)
        return self.show(form=form, found=found, rows=rows_of(found), figure=curve.figure(found))


def rows_of(found: Outcome) -> list[tuple[str, str]]:
    """The average year, and what a year stays within."""
    said = _("%d of 100 years stay within")
    return [(_("Average year"), curve.in_thousands(found.mean.amount))] + [
        (said % round(100 * share), curve.in_thousands(found.percentile(share).amount)) for share in SHARES
    ]


urlpatterns = [path("risks/losses/", Losses.as_view(), {"register": "risks"}, name="risks-losses")]
