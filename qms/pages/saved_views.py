"""The saved views of a register's list: keep one, rename it, share it, open the list with it, delete it."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import BadRequest, Invalid
from qms.registers.lists import Listing
from qms.registers.lists import saved as verbs
from qms.registers.models import SavedView

from .forms import RecordForm
from .front import RegisterPage
from .list_export import asked_for, words_of


class SaveForm(RecordForm):
    query = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    is_default = forms.BooleanField(label=gettext_lazy("Open this list with it"), required=False)
    shared = forms.BooleanField(label=gettext_lazy("Share it with everybody"), required=False)


class Views(RegisterPage):
    """`/<register>/views/`; with the parameters of a list it asks under which name to keep that list."""

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        asked = {name: value for name, value in request.GET.dict().items() if name not in (*verbs.PLACE, "view")}
        if not asked:
            return self.page()
        listing = Listing(self.register, self.actor, asked, timezone.localdate())
        listing.check()
        return self.page(SaveForm(initial={"query": listing.query}))

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        do = request.POST.get("do", "")
        if do == "save":
            return self.save()
        steps = {
            "change": self.change, "rename": self.rename, "default": self.default, "plain": self.plain,
            "share": self.share, "unshare": self.unshare, "delete": self.delete,
        }  # fmt: skip
        if do not in steps:
            raise Invalid(_("Choose what to do."))
        return steps[do](self.view)

    @cached_property
    def common(self) -> dict[str, Any]:
        """Who acts, when and from where."""
        return {"actor": self.actor, "at": self.at, "source": self.source}

    @cached_property
    def view(self) -> SavedView:
        """The view that the form is about. Raises NotVisible."""
        word = self.request.POST.get("view", "")
        return verbs.view_for(self.register, int(word) if word.isascii() and word.isdigit() else 0, self.actor)

    def save(self) -> HttpResponse:
        """Keep the list under a name, and show it."""
        form = SaveForm(self.request.POST)
        if form.is_valid():
            try:
                view = verbs.save_view(self.register, **form.cleaned_data, **self.common)
            except Invalid as refused:
                form.take(refused)
            else:
                messages.success(self.request, _("The view “%s” is saved.") % view.name)
                return HttpResponseRedirect(self.address(view))
        return self.page(form, 422)

    def change(self, view: SavedView) -> HttpResponse:
        """Keep the list as it is now under the same name."""
        verbs.change_view(view, self.register, query=self.request.POST.get("query", ""), **self.common)
        messages.success(self.request, _("The view “%s” is saved.") % view.name)
        return HttpResponseRedirect(self.address(view))

    def rename(self, view: SavedView) -> HttpResponse:
        """Give it another name."""
        verbs.change_view(view, self.register, name=self.request.POST.get("name", ""), **self.common)
        return self.done(_("The view is called “%s” now.") % view.name)

    def default(self, view: SavedView) -> HttpResponse:
        """Open the list with it."""
        verbs.change_view(view, self.register, is_default=True, **self.common)
        return self.done(_("The list opens with “%s”.") % view.name)

    def plain(self, view: SavedView) -> HttpResponse:
        """Open the list without any view again."""
        verbs.change_view(view, self.register, is_default=False, **self.common)
        return self.done(_("The list opens with what is open."))

    def share(self, view: SavedView) -> HttpResponse:
        """Show it to everybody."""
        verbs.change_view(view, self.register, shared=True, **self.common)
        return self.done(_("Everybody with a role sees “%s” now.") % view.name)

    def unshare(self, view: SavedView) -> HttpResponse:
        """Show it to its owner alone."""
        verbs.change_view(view, self.register, shared=False, **self.common)
        return self.done(_("“%s” is not shared any more.") % view.name)

    def delete(self, view: SavedView) -> HttpResponse:
        """Forget it."""
        verbs.delete_view(view, **self.common)
        return self.done(_("The view “%s” is deleted.") % view.name)

    def done(self, said: str) -> HttpResponse:
        """Back to the views."""
        messages.success(self.request, said)
        return HttpResponseRedirect(f"/{self.register.key}/views/")

    def address(self, view: SavedView) -> str:
        """The list as the view has it."""
        return f"/{self.register.key}/?view={view.pk}"

    def page(self, form: SaveForm | None = None, status: int = 200) -> HttpResponse:
        """All views with what each shows, and what can be done with it."""
        words = words_of(self.register, self.actor)
        rows = [self.row(view, words) for view in verbs.views_for(self.register, self.actor)]
        return self.show(
            "pages/views.html", status, form=form, said=self.kept(form, words), may_share=verbs.may_share(self.actor),
            mine=[r for r in rows if r["view"].user_id == self.actor.pk],
            others=[r for r in rows if r["view"].user_id != self.actor.pk], most=verbs.MOST,
        )  # fmt: skip

    def kept(self, form: SaveForm | None, words: Any) -> list[tuple[str, str]]:
        """What the list that is to be saved shows, in words."""
        query = form["query"].value() if form is not None else ""
        return self.in_words(str(query), words)[0] if query else []

    def row(self, view: SavedView, words: Any) -> dict[str, Any]:
        """A view with what it shows, or with why it shows nothing any more."""
        said, broken = self.in_words(view.query, words)
        return {"view": view, "said": said, "broken": broken, "url": self.address(view)}

    def in_words(self, query: str, words: Any) -> tuple[list[tuple[str, str]], list[str]]:
        """A query in words; where the list does not know it any more, the sentence that says so."""
        try:
            listing = Listing(self.register, self.actor, verbs.parameters(query), timezone.localdate())
            listing.check()
        except (BadRequest, Invalid) as refusal:
            return [], refusal.all_sentences()
        return asked_for(listing, words), []
