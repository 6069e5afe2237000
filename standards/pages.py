"""The pages of the catalogues: editions, the tree of one edition, one clause with what speaks about it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import NotVisible
from qms.pages import menu
from qms.pages.front import Page

from . import queries
from .models import Edition, Requirement
from .picker import tree_of
from .statement_pages import urlpatterns as of_statements

menu.places.append(menu.Place("plan", gettext_lazy("Standards"), "/standards/", 10))


def edition_of(key: str) -> Edition:
    """The edition with this key. Raises NotVisible when there is none."""
    found = Edition.objects.select_related("standard").filter(key=key).first()
    if found is None:
        raise NotVisible(_("There is no edition “%s” of a standard here.") % key[:60])
    return found


class Standards(Page):
    """The editions that are loaded, with their counts."""

    template = "standards/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        return self.show(editions=queries.editions())


class EditionPage(Page):
    """Everything in one edition, as a tree."""

    template = "standards/edition.html"

    def get(self, request: HttpRequest, edition: str) -> HttpResponse:
        self.check_parameters()
        found = edition_of(edition)
        rows = list(found.requirements.order_by("position"))
        assessable = sum(r.assessable for r in rows)
        return self.show(edition=found, nodes=tree_of(rows), total=len(rows), assessable=assessable)


class ClausePage(Page):
    """One requirement: where it stands, what is below it, which records name it."""

    template = "standards/clause.html"

    def get(self, request: HttpRequest, edition: str, ref: str) -> HttpResponse:
        self.check_parameters()
        found = edition_of(edition)
        clause = Requirement.objects.filter(edition=found, ref=ref).select_related("edition__standard").first()
        if clause is None:
            raise NotVisible(_("%(edition)s has no clause “%(ref)s”.") % {"edition": found, "ref": ref[:40]})
        return self.show(
            edition=found,
            clause=clause,
            path=queries.path_to(clause),
            children=list(clause.children.order_by("position")),
            naming=queries.records_naming(clause.key, self.actor),
        )


urlpatterns = [
    path("standards/", Standards.as_view(), name="standards"),
    path("standards/<slug:edition>/", EditionPage.as_view(), name="standards-edition"),
    path("standards/<slug:edition>/<str:ref>/", ClausePage.as_view(), name="standards-clause"),
    *of_statements,
]
