"""The pages of a reporter: without a name, with the receipt, and in confidence.

The first two leave no trace (qms/pages/traceless.py). They answer what is wrong on the page itself and know no session,
so there is nothing that a foreign page could do in somebody's name, and no token that would need a cookie.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt  # for pages that know no session
from django.views.generic import View

from qms.lib.errors import Refused, WrongType
from qms.pages.forms import RecordForm
from qms.pages.front import Page

from ..concerns import named_people, tray
from ..models.concern import CATEGORIES

FORM = "application/x-www-form-urlencoded"


class Said(RecordForm):
    """What worries somebody: one text, and perhaps what it is about."""

    text = forms.CharField(
        label=_("What are you worried about?"), max_length=tray.LONGEST, widget=forms.Textarea({"rows": 9})
    )
    category = forms.ChoiceField(label=_("About"), required=False, choices=[("", "–"), *CATEGORIES])


class Receipt(RecordForm):
    """The code of a receipt."""

    code = forms.CharField(label=_("Receipt"), max_length=60)


class Word(RecordForm):
    """What a reporter adds; the code goes with it unseen."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Add something"), max_length=tray.LONGEST, required=False, widget=forms.Textarea({"rows": 5})
    )


@method_decorator(csrf_exempt, name="dispatch")  # nobody is signed in here, and a token would need a cookie
class Traceless(View):
    """What both pages without a trace share."""

    template = ""

    def posted(self) -> Any:
        """What was sent. Raises WrongType for anything but a plain form: no file may touch a disk here."""
        if self.request.content_type != FORM:
            raise WrongType(_("Send text only."))
        return self.request.POST

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The page, for nobody."""
        context |= {"handlers": [person.printed_name for person in named_people.named()]}
        return render(self.request, self.template, context, status=status)


class Report(Traceless):
    """`/concerns/report/`"""

    template = "concerns/report.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=Said())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Said(self.posted())
        if not form.is_valid():
            return self.page(422, form=form)
        try:
            code = tray.put(on=timezone.localdate(), **form.cleaned_data)
        except Refused as refused:
            form.take(refused)
            return self.page(refused.status, form=form)
        return self.page(code=code)


class Answer(Traceless):
    """`/concerns/answer/`: the code is sent in a form and never stands in an address."""

    template = "concerns/answer.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=Receipt())

    def post(self, request: HttpRequest) -> HttpResponse:
        sent = self.posted()
        asked = Receipt(sent)
        if not asked.is_valid():
            return self.page(422, form=asked)
        code, added = asked.cleaned_data["code"], sent.get("text", "").strip()
        word = Word(sent)
        try:
            found = tray.answer_to(code)
        except Refused as refused:
            asked.take(refused)
            return self.page(refused.status, form=asked)
        if not added:
            return self.page(form=Word(initial={"code": code}), found=found)
        try:
            tray.add(code=code, text=added, on=timezone.localdate())
        except Refused as refused:
            word.is_valid()
            word.take(refused)
            return self.page(refused.status, form=word, found=found)
        return self.page(form=Word(initial={"code": code}), found=tray.answer_to(code), added=True)


class Confidential(Page):
    """`/concerns/confidential/`: for somebody signed in, whose name the handlers alone learn."""

    template = "concerns/confidential.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        return self.page(form=Said())

    def post(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        form = Said(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(422, form=form)
        try:
            code = tray.confide(reporter=self.actor, at=self.at, **form.cleaned_data)
        except Refused as refused:
            form.take(refused)
            return self.page(refused.status, form=form)
        return self.page(code=code)

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        """The form, or the receipt."""
        return self.show(status=status, handlers=[person.printed_name for person in named_people.named()], **context)
