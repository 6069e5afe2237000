"""The form of an absence, and the same for somebody else on the person's page."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import User
from qms.lib.errors import Forbidden, Invalid, NotVisible
from qms.lib.text import is_whole
from qms.notices.bounces import bounce_of
from qms.notices.models import Absence
from qms.registers import absences, reaching

from .fields import PersonField
from .forms import RecordForm
from .front import Page


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class AbsenceForm(RecordForm):
    starts = _day(gettext_lazy("First day"))
    ends = _day(gettext_lazy("Last day"))
    deputy = PersonField(
        label=gettext_lazy("Deputy"),
        help_text=gettext_lazy("Is told instead, of what he may see. He gets no rights by it."),
    )


def absences_shown(person: User, at: datetime.datetime) -> QuerySet[Absence]:
    """The person's absences that are not over."""
    rows = Absence.objects.filter(user=person, ended_at=None, ends__gte=at.date() - datetime.timedelta(days=1))
    return rows.select_related("user", "deputy").order_by("starts")[:20]


def absence_named(request: HttpRequest, person: User) -> Absence:
    """The absence of a person that a form names. Raises NotVisible."""
    pk = request.POST.get("absence", "")
    row = Absence.objects.filter(pk=int(pk) if is_whole(pk) else 0, user=person).select_related("user").first()
    if row is None:
        raise NotVisible(_("There is no such absence."))
    return row


class Reach(Page):
    """`/people/<username>/reach/`: when somebody is away and where mail reaches him, for whoever looks after him."""

    allowed_inputs = frozenset({"do"})
    person: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            people = User.objects.exclude(username="system").select_related("unit")
            found = people.filter(username__iexact=kwargs["username"]).first()
            if found is None:
                raise NotVisible(_("There is nobody with this user name."))
            self.person = found
            if not reaching.looks_after(request.user, found):
                raise Forbidden(_("This is for the quality manager of the unit and administrators."))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        return self.page(AbsenceForm())

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        ways = {"leave": self.leave, "back": self.back, "confirm": self.confirm, "email": self.email}
        do = ways.get(request.POST.get("do", ""))
        if do is None:
            raise Invalid(_("Choose what to do."))
        return do(request)

    def leave(self, request: HttpRequest) -> HttpResponse:
        """Enter an absence."""
        form = AbsenceForm(request.POST)
        self.check_inputs(form)
        if form.is_valid():
            try:
                absences.enter_absence(user=self.person, **form.cleaned_data, actor=self.actor, at=self.at)
            except Invalid as refused:
                form.take(refused)
            else:
                return self.done(_("The absence is entered."))
        return self.page(form, 422)

    def back(self, request: HttpRequest) -> HttpResponse:
        """End an absence."""
        self.check_inputs(None, "absence")
        absences.end_absence(absence=absence_named(request, self.person), actor=self.actor, at=self.at)
        return self.done(_("The absence has ended."))

    def confirm(self, request: HttpRequest) -> HttpResponse:
        """The address works again."""
        self.check_inputs(None)
        reaching.confirm_address(user=self.person, actor=self.actor, at=self.at)
        return self.done(_("Mail goes to this address again."))

    def email(self, request: HttpRequest) -> HttpResponse:
        """Another address."""
        self.check_inputs(None, "email")
        reaching.change_email(user=self.person, email=request.POST.get("email", ""), actor=self.actor, at=self.at)
        return self.done(_("The address is changed."))

    def done(self, said: str) -> HttpResponse:
        """Back to this page."""
        messages.success(self.request, said)
        return HttpResponseRedirect(f"/people/{self.person.username}/reach/")

    def page(self, form: AbsenceForm, status: int = 200) -> HttpResponse:
        """Absences and address."""
        offered = self.person.is_active or form.is_bound
        return self.show(
            "pages/reach.html", status, person=self.person, away=form if offered else None,
            absences=absences_shown(self.person, self.at), bounce=bounce_of(self.person.email),
            administers=reaching.administers(self.actor),
            people=User.objects.filter(is_active=True).exclude(username="system").order_by("display_name")[:200],
        )  # fmt: skip
