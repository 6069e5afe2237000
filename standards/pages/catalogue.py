"""Editions, the tree of one edition, one clause with what speaks about it."""

import re

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import BadRequest, Invalid, NotVisible, Unmet
from qms.pages import home, menu
from qms.pages.front import Page
from qms.registers.registry import registry

from .. import queries
from ..applying import starts, told_by
from ..coverage.asking import may_act
from ..coverage.documented import has_places
from ..coverage.levels import MISSING, NOT_APPLICABLE
from ..coverage.matrix import levels_in
from ..importing.bring import may_import
from ..models import MappingSet, Requirement
from ..picker import tree_of, whole_tree
from ..queries import edition_of
from ..reached import mapped_to, records_by_mapping
from ..services.editions import rename, retire

menu.places.append(menu.Place("plan", gettext_lazy("Standards"), "/standards/", 10))
home.later.append(home.Later("coverage", gettext_lazy("Coverage of the standards"), "/standards/coverage/"))
MOST_MAPPINGS = 200
EVIDENCE = "evidence-items"


class Standards(Page):
    """The editions that are loaded, with their counts, and the mappings between them."""

    template = "standards/list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        sets = MappingSet.objects.select_related("source__standard", "target__standard").annotate(size=Count("rows"))
        editions = queries.editions()
        return self.show(
            editions=[e for e in editions if e.retired_at is None], retired=[e for e in editions if e.retired_at],
            mappings=list(sets.order_by("source__key", "target__key")[:MOST_MAPPINGS]),
            imports=may_import(self.actor),
        )  # fmt: skip


class EditionPage(Page):
    """Everything in one edition, as a tree."""

    template = "standards/edition.html"

    def get(self, request: HttpRequest, edition: str) -> HttpResponse:
        self.check_parameters()
        found = edition_of(edition)
        rows = list(found.requirements.order_by("position"))
        for row in rows:
            row.edition = found
        there = [r for r in rows if r.withdrawn_at is None]
        sets = MappingSet.objects.filter(Q(source_id=found.pk) | Q(target_id=found.pk))
        sets = sets.select_related("source__standard", "target__standard").order_by("source__key", "target__key")
        return self.show(
            edition=found, nodes=tree_of(there), total=len(there), assessable=sum(r.assessable for r in there),
            has_places=has_places(found),
            may_keep=found.is_imported and may_import(self.actor),
            withdrawn=[r for r in rows if r.withdrawn_at], mappings=list(sets[:MOST_MAPPINGS]),
        )  # fmt: skip


class Keep(Page):
    """`/standards/<edition>/keep/`: another name for an imported edition, or out of the way and back. POST only."""

    allowed_inputs = frozenset({"do", "name", "reason"})

    def post(self, request: HttpRequest, edition: str) -> HttpResponse:
        self.check_inputs()
        found, do, who = edition_of(edition), request.POST.get("do", ""), {"actor": self.actor, "at": self.at}
        try:
            if do == "rename":
                rename(found, request.POST.get("name", ""), **who)
            elif do in ("retire", "restore"):
                retire(found, reason=request.POST.get("reason", ""), back=do == "restore", **who)
            else:
                raise BadRequest(_("Choose what to do."))
        except (Invalid, Unmet) as refused:
            messages.error(request, " ".join(refused.all_sentences()))
        else:
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(found.get_absolute_url())


class Picker(Page):
    """The ticks of an edition, for a form that was opened without them."""

    template = "standards/nodes.html"
    allowed_parameters = frozenset({"name", "kind"})

    def get(self, request: HttpRequest, edition: str) -> HttpResponse:
        self.check_parameters()
        name, kind = request.GET.get("name", ""), request.GET.get("kind", "checkbox")
        if kind not in ("checkbox", "radio") or not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", name):
            raise BadRequest(_("Say the name of the field and “checkbox” or “radio”."))
        return self.show(nodes=whole_tree(edition_of(edition)).nodes, name=name, kind=kind)


class ClausePage(Page):
    """One requirement: where it stands, since when it applies, what is mapped to it, which records speak for it."""

    template = "standards/clause.html"

    def get(self, request: HttpRequest, edition: str, ref: str) -> HttpResponse:
        self.check_parameters()
        found = edition_of(edition)
        clause = Requirement.objects.filter(edition=found, ref=ref).select_related("edition__standard").first()
        if clause is None:
            raise NotVisible(_("%(edition)s has no clause “%(ref)s”.") % {"edition": found, "ref": ref[:40]})
        above, today, gone = queries.path_to(clause), timezone.localdate(self.at), clause.withdrawn_at
        naming = queries.records_naming(clause.key, self.actor, above=[r.key for r in above], today=today)
        mapped = mapped_to(clause)
        direct = {record.pk for group in naming for record in group.records}
        levels = {} if gone else levels_in(found, actor=self.actor, today=today)
        children = list(clause.children.order_by("position"))
        for child in children:
            child.edition = found
        below = [(child, levels.get(child.pk)) for child in children]
        return self.show(
            edition=found, clause=clause, path=above, below=below, naming=naming, mapped=mapped,
            reaching=records_by_mapping(mapped, direct, self.actor), starts=starts(clause.regimes),
            told_by=told_by() if clause.regimes else "",
            may_act=may_act(self.actor), may_ask=EVIDENCE in registry and bool(registry[EVIDENCE].may_add(self.actor)),
            level=levels.get(clause.pk),
            through=[child for child, cell in below if cell and cell.level not in (MISSING, NOT_APPLICABLE)],
        )  # fmt: skip
