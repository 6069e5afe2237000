"""`/deliveries/`: what waits, what left, what failed and why; sends again. Who is told what stays with the person."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.jobs.queue import again
from qms.jobs.wake import wake
from qms.lib.errors import BadRequest, Forbidden, Invalid, NotVisible
from qms.lib.text import is_whole
from qms.notices.models import Bounce, Endpoint, Hook, Mail, Notice
from qms.registers import reaching

from .fields import PersonField
from .forms import RecordForm
from .front import Page

MOST = 100
TABS = {
    "waiting": gettext_lazy("Waiting"),
    "failed": gettext_lazy("Failed"),
    "done": gettext_lazy("Sent"),
}  # fmt: skip
ROLES = ("administrator", "quality_manager")


class EndpointForm(RecordForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    url = forms.CharField(
        label=gettext_lazy("Address"), max_length=500, help_text=gettext_lazy("Begins with https:// and is public.")
    )
    user = PersonField(
        label=gettext_lazy("Person"), required=False, help_text=gettext_lazy("What this person is told, or …")
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.all(), required=False, empty_label="–",
        help_text=gettext_lazy("… what rules send out by webhook about records of this unit and below."),
    )  # fmt: skip


class DeliveryPage(Page):
    """For administrators and quality managers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not reach(request.user).anywhere(*ROLES):
            raise Forbidden(_("Deliveries are shown to administrators and quality managers."))
        return super().dispatch(request, *args, **kwargs)


class Deliveries(DeliveryPage):
    """Mails and calls of programs by state."""

    allowed_parameters = frozenset({"state"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        state = request.GET.get("state", "waiting")
        if state not in TABS:
            raise BadRequest(_("There is no such list."))
        states = ("waiting", "running") if state == "waiting" else (state,)
        order = ("-done_at", "-pk") if state == "done" else ("due_at", "pk")
        mails = Mail.objects.filter(queue_state__in=states).select_related("user").annotate(told=Count("notices"))
        hooks = Hook.objects.filter(queue_state__in=states).select_related("endpoint", "notice__entry")
        return self.show(
            "pages/deliveries.html", state=state, tabs=[(k, label, _count(k)) for k, label in TABS.items()],
            mails=mails.order_by(*order)[:MOST], hooks=hooks.order_by(*order)[:MOST], most=MOST,
            ungathered=Notice.objects.filter(by_mail=True, mail=None)[:MOST].count(),
            bounces=Bounce.objects.order_by("-at")[:MOST],
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send again what failed: the rows named, or all."""
        self.check_inputs(None, "mail", "hook", "all")
        chosen: list[tuple[Any, QuerySet[Any]]] = []
        for model, name in ((Mail, "mail"), (Hook, "hook")):
            failed = model.objects.filter(queue_state="failed")
            ids = [int(pk) for pk in request.POST.getlist(name) if is_whole(pk)]
            chosen.append((model, failed if "all" in request.POST else failed.filter(pk__in=ids)))
        count = sum(again(model, rows.values_list("pk", flat=True)[:5000], at=self.at) for model, rows in chosen)
        if not count:
            raise Invalid(_("Choose something that failed."))
        wake()
        messages.success(request, _("%d are sent again.") % count)
        return HttpResponseRedirect("/deliveries/")


def _count(state: str) -> int:
    states = ("waiting", "running") if state == "waiting" else (state,)
    return sum(m.objects.filter(queue_state__in=states)[: MOST * 10].count() for m in (Mail, Hook))


class Programs(DeliveryPage):
    """`/deliveries/programs/`: where programs hear notices; administrators add and end them."""

    allowed_inputs = frozenset({"do"})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(EndpointForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("do") == "end":
            self.check_inputs(None, "endpoint")
            pk = request.POST.get("endpoint", "")
            row = Endpoint.objects.filter(pk=int(pk) if is_whole(pk) else 0).first()
            if row is None:
                raise NotVisible(_("There is no such program."))
            reaching.end_endpoint(endpoint=row, actor=self.actor, at=self.at)
            messages.success(request, _("It is told nothing more."))
            return HttpResponseRedirect("/deliveries/programs/")
        form = EndpointForm(request.POST)
        self.check_inputs(form)
        if form.is_valid():
            try:
                made = reaching.add_endpoint(**form.cleaned_data, actor=self.actor, at=self.at)
            except Invalid as refused:
                form.take(refused)
            else:
                return self.page(EndpointForm(), secret=made.secret)
        return self.page(form, 422)

    def page(self, form: EndpointForm, status: int = 200, secret: str = "") -> HttpResponse:
        """What there is, and the form; a new secret is shown this once."""
        rows = Endpoint.objects.filter(ended_at=None).select_related("user", "unit").order_by("name")[:MOST]
        return self.show(
            "pages/programs.html", status, endpoints=rows, form=form, secret=secret,
            administers=reaching.administers(self.actor),
        )  # fmt: skip
