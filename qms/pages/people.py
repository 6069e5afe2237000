"""People and their roles. Everybody inside sees who is who; administrators change it, by verbs."""

from functools import cached_property

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Grant, Unit, User
from qms.accounts.people import users_in_reach
from qms.accounts.reach import reach
from qms.accounts.roles import ROLE_CHOICES
from qms.lib.errors import Forbidden, Invalid, NotVisible
from qms.lib.text import is_whole
from qms.notices.absence import absence_of
from qms.notices.bounces import bounce_of
from qms.registers import people as verbs
from qms.registers.reaching import looks_after

from .access_list import AccessList, may_review
from .forms import RecordForm
from .front import Page
from .widgets import person_text

MOST, OFFERED = 200, 20


class GrantForm(RecordForm):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLE_CHOICES)
    unit = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.all(), empty_label=None)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput({"type": "date"}))


class PersonForm(RecordForm):
    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    name = forms.CharField(
        label=gettext_lazy("Printed name"), max_length=150, help_text=gettext_lazy("As signatures will show it.")
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    unit = forms.ModelChoiceField(label=gettext_lazy("Home unit"), queryset=Unit.objects.all(), empty_label=None)
    password = forms.CharField(
        label=gettext_lazy("First password"), widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 characters. It has to be changed before the first signature."),
    )  # fmt: skip
    identity_verified_by = forms.CharField(
        label=gettext_lazy("Identity verified by"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Who saw which document."),
    )


class PeoplePage(Page):
    """For people with a role; an outsider learns no names."""

    @property
    def administers(self) -> bool:
        """Whether the actor manages people."""
        return reach(self.actor).anywhere("administrator")

    def check_inside(self) -> None:
        """Raises Forbidden for somebody without any role."""
        if not (reach(self.actor).is_insider or self.administers):
            raise Forbidden(_("People and roles are shown to those who hold a role."))


class People(AccessList, PeoplePage):
    """`/people/`: who is who, with roles by unit."""

    allowed_parameters = frozenset({"q", "role", "format"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        self.check_inside()
        if kind := request.GET.get("format"):
            return self.access_list(kind)
        q, role = request.GET.get("q", "").strip()[:100], request.GET.get("role", "")
        grants = Prefetch("grants", Grant.objects.select_related("unit").order_by("unit__path", "role"))
        rows = User.objects.exclude(username="system").select_related("unit").prefetch_related(grants)
        if q:
            rows = rows.filter(Q(username__icontains=q) | Q(display_name__icontains=q) | Q(email__icontains=q))
        if role:
            rows = rows.filter(grants__role=role).distinct()
        found = list(rows.order_by("-is_active", "display_name", "username")[:MOST])
        return self.show(
            "pages/people.html",
            people=found,
            q=q,
            role=role,
            roles=ROLE_CHOICES,
            cut=len(found) == MOST,
            administers=self.administers,
            reviews=may_review(self.actor),
        )


class Suggest(PeoplePage):
    """`/people/suggest/?q=`: names for an input, as JSON."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_inside()
        q = request.GET.get("q", "").strip()[:100]
        rows = users_in_reach(reach(self.actor).unit_ids()).filter(
            Q(username__istartswith=q) | Q(display_name__icontains=q)
        )
        return JsonResponse({"people": [person_text(u) for u in rows[:OFFERED]]})


class AddPerson(PeoplePage):
    """`/people/new/`"""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.administers:
            raise Forbidden(_("Only an administrator manages people and roles."))
        return self.show("pages/person_new.html", form=PersonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PersonForm(request.POST)
        self.check_inputs(form)
        if form.is_valid():
            try:
                user = verbs.create_user(**form.cleaned_data, actor=self.actor, at=self.at)
            except Invalid as refused:
                form.take(refused)
            else:
                return HttpResponseRedirect(f"/people/{user.username}/")
        return self.show("pages/person_new.html", 422, form=form)


class Person(PeoplePage):
    """`/people/<username>/`: one person's roles, and for administrators what can be done about them."""

    allowed_inputs = frozenset({"do"})

    @cached_property
    def person(self) -> User:
        """Raises NotVisible."""
        found = (
            User.objects.exclude(username="system")
            .select_related("unit")
            .filter(username__iexact=self.kwargs["username"])
            .first()
        )
        if found is None:
            raise NotVisible(_("There is nobody with this user name."))
        return found

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        self.check_inside()
        return self.page(GrantForm())

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        do = {"grant": self.grant, "withdraw": self.withdraw, "deactivate": self.deactivate}.get(
            request.POST.get("do", "")
        )
        if do is None:
            raise Invalid(_("Choose what to do."))
        return do(request)

    def grant(self, request: HttpRequest) -> HttpResponse:
        """Give a role."""
        form = GrantForm(request.POST)
        self.check_inputs(form)
        if not form.is_valid():
            return self.page(form, 422)
        verbs.grant_role(user=self.person, **form.cleaned_data, actor=self.actor, at=self.at)
        return self.done(_("The role is given."))

    def withdraw(self, request: HttpRequest) -> HttpResponse:
        """Take a role back."""
        self.check_inputs(None, "grant", "reason")
        pk = request.POST.get("grant", "")
        row = (
            Grant.objects.filter(pk=int(pk) if is_whole(pk) else 0, user=self.person)
            .select_related("user", "unit")
            .first()
        )
        if row is None:
            raise NotVisible(_("There is no such role."))
        verbs.withdraw_role(grant=row, actor=self.actor, at=self.at, reason=request.POST.get("reason", ""))
        return self.done(_("The role is taken back; it ended at once."))

    def deactivate(self, request: HttpRequest) -> HttpResponse:
        """End a person's access."""
        self.check_inputs(None, "reason")
        verbs.deactivate(user=self.person, actor=self.actor, at=self.at, reason=request.POST.get("reason", ""))
        return self.done(_("The access has ended. The person stays in every record."))

    def done(self, said: str) -> HttpResponse:
        """Back to the person."""
        messages.success(self.request, said)
        return HttpResponseRedirect(f"/people/{self.person.username}/")

    def page(self, form: RecordForm, status: int = 200) -> HttpResponse:
        """Roles and forms."""
        grants = Grant.objects.filter(user=self.person).select_related("unit").order_by("unit__path", "role")
        return self.show(
            "pages/person.html", status, person=self.person, grants=grants, form=form, administers=self.administers,
            looks_after=looks_after(self.actor, self.person), away_now=absence_of(self.person, self.at),
            bounce=bounce_of(self.person.email),
        )  # fmt: skip
