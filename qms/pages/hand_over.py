"""`/people/<username>/hand-over/`: everything open of somebody who leaves, who takes it, and what became of it."""

from collections import Counter
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.accounts.models import Grant, User
from qms.jobs.wake import wake
from qms.lib.errors import Forbidden, Invalid
from qms.lib.text import check_reason
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers import handing, leaving
from qms.registers.handed import handed_over
from qms.registers.models import HandOver
from qms.registers.registry import registry
from qms.registers.succession import short_of, told_of

from .fields import PersonField
from .forms import RecordForm, reason_field
from .people import Person

SHOWN = 200


class HandOverForm(RecordForm):
    to = PersonField(label=gettext_lazy("Who takes it"))
    give_roles = forms.BooleanField(label=gettext_lazy("Give this person the roles too"), required=False)
    regardless = forms.BooleanField(
        label=gettext_lazy("Hand these records over all the same"), required=False, widget=forms.HiddenInput
    )


class HandOverPage(Person):
    """The list, the question, and how far it is."""

    allowed_inputs = frozenset()

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        self.check_allowed()
        return self.whole(self.form())

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        """Say once more what will happen; on the second press, do it."""
        self.check_allowed()
        form = self.form(request.POST)
        self.check_inputs(form, "sure")
        if not form.is_valid():
            return self.whole(form, 422)
        given = dict(form.cleaned_data)
        takers = {key: person for key in self.counted if (person := given.pop(f"to-{key}", None))}
        sure = "sure" in request.POST
        try:
            if not sure:
                return self.ask_again(form, takers, **given)
            row = leaving.begin(leaver=self.person, takers=takers, **given, actor=self.actor, at=self.at)
        except Invalid as refused:
            if "regardless" in refused.fields:  # the page names them itself
                form.add_error("regardless", _("Tick this, or do what is named above first."))
                return self.ask_again(form, takers, **given, status=422)
            form.take(refused)
            return self.whole(form, 422)
        if row.total <= handing.AT_ONCE:
            handing.work_off(at=self.at)
        else:
            wake()
        return HttpResponseRedirect(f"/people/{self.person.username}/hand-over/")

    def ask_again(
        self, form: HandOverForm, takers: dict[str, User], *, to: User, give_roles: bool, reason: str,
        regardless: bool = False, status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        """What will happen, who could not go on with what, and the second button. Raises Invalid."""
        found = leaving.check(self.person, to=to, takers=takers, give_roles=give_roles, regardless=True)
        check_reason(reason)
        short = short_of(found, leaver=self.person, takers=takers, to=to, give_roles=give_roles)
        goes: dict[User, Counter[Any]] = {}
        for item in (i for i in found if i.fields):
            key = item.entry.register
            goes.setdefault(takers.get(key, to), Counter())[registry[key].label_plural] += 1
        form.fields["regardless"].widget = forms.CheckboxInput()
        return self.show(
            "pages/hand_over_sure.html", status, person=self.person, form=form, short=told_of(short), to=to,
            give_roles=give_roles, reason=reason,
            goes=[(taker, counted.most_common()) for taker, counted in goes.items()],
            hidden=[(b.html_name, b.value() or "") for b in form if b.name not in ("regardless", "give_roles")],
            grants=self.grants,
        )  # fmt: skip

    @property
    def grants(self) -> Any:
        """The roles that will end."""
        return Grant.objects.filter(user=self.person).select_related("unit").order_by("unit__path", "role")

    def check_allowed(self) -> None:
        """Raises Forbidden."""
        if not leaving.may_begin(self.actor, self.person):
            raise Forbidden(_("Only an administrator hands over what somebody has who leaves."))

    @cached_property
    def found(self) -> list[leaving.Item]:
        """What the person has."""
        return leaving.items(self.person)

    @cached_property
    def counted(self) -> Counter[str]:
        """Records to hand over, by register."""
        return Counter(item.entry.register for item in self.found if item.fields)

    def form(self, data: Any = None) -> HandOverForm:
        """One successor for all, and one for each register where wanted."""
        form = HandOverForm(data)
        if len(self.counted) > 1:
            for key in self.counted:
                form.fields[f"to-{key}"] = PersonField(label=registry[key].label_plural, required=False)
        form.fields["reason"] = reason_field(required=True)
        return form

    def whole(self, form: HandOverForm, status: int = 200) -> HttpResponse:
        """The page. Titles are shown where the reader may see the record; numbers and states always."""
        last = HandOver.objects.filter(leaver=self.person).select_related("to", "actor").order_by("-pk").first()
        gone = handed_over(last, most=SHOWN) if last else []
        given = {item.entry.pk for item in gone}
        moving = sorted((i for i in self.found if i.fields), key=lambda i: i.entry.number)
        staying = [i for i in self.found if i.covered or not (i.fields or i.entry.pk in given)]
        ids = [*given, *(item.entry.pk for item in self.found)]
        seen = set(visible_to(Entry.objects.filter(pk__in=ids), self.actor).values_list("pk", flat=True))
        return self.show(
            "pages/hand_over.html", status, person=self.person, form=form, seen=seen, moving=moving[:SHOWN],
            more=max(len(moving) - SHOWN, 0), gone=gone,
            staying=staying[:SHOWN],
            by_register=[(registry[key].label_plural, n) for key, n in self.counted.most_common()],
            grants=self.grants, alone=leaving.only_holder_of(self.person), last=last,
            deputy_for=leaving.deputy_for(self.person, self.at), busy=last is not None and last.is_busy,
            others=[b for b in form if b.name.startswith("to-")],
            people=User.objects.filter(is_active=True).exclude(username="system").order_by("display_name")[:200],
        )  # fmt: skip
