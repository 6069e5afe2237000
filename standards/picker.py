"""Choosing clauses: a tree of ticks per edition, fetched when it is opened; without script keys are typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import ngettext

from qms.lib.natural import natural_key

from .models import Edition, Requirement
from .refs import split_key

MOST = 2_000  # ticks of one edition in a form; the API takes every key


@dataclass
class Node:
    """A requirement with what stands below it. `open`: something below it is chosen."""

    requirement: Requirement
    chosen: bool = False
    open: bool = False
    children: "list[Node]" = field(default_factory=list)

    @property
    def below(self) -> str:
        """How many stand directly below it, in words."""
        count = len(self.children)
        words = {
            "point": ngettext("%d point", "%d points", count),
            "control": ngettext("%d control", "%d controls", count),
            "annex": ngettext("%d objective", "%d objectives", count),
            "clause": ngettext("%d clause", "%d clauses", count),
            "article": ngettext("%d article", "%d articles", count),
        }
        return words[self.children[0].requirement.kind] % count


@dataclass
class Tree:
    """An edition and its chapters. Where nothing of it is chosen, `nodes` stays empty: the page asks for them."""

    edition: Edition
    chosen: int
    nodes: list[Node]


def tree_of(requirements: Iterable[Requirement], chosen: frozenset[str] = frozenset()) -> list[Node]:
    """Requirements in their order as a tree; the chapters are given back."""
    nodes: dict[int, Node] = {}
    top: list[Node] = []
    for requirement in requirements:
        node = nodes[requirement.pk] = Node(requirement, requirement.key in chosen)
        parent = nodes.get(requirement.parent_id or 0)
        (parent.children if parent else top).append(node)
        while parent and node.chosen and not parent.open:
            parent.open = True
            parent = nodes.get(parent.requirement.parent_id or 0)
    return top


def trees(chosen: Iterable[str]) -> list[Tree]:
    """Every edition, with the tree of those in which something is chosen; a query, and one for each of these."""
    keys = frozenset(chosen)
    named = {split_key(key)[0] for key in keys}
    offered = Edition.objects.filter(Q(retired_at=None) | Q(key__in=named)).select_related("standard")
    editions = sorted(offered, key=lambda e: natural_key(e.key))
    return [whole_tree(e, keys) if e.key in named else Tree(e, 0, []) for e in editions]


def whole_tree(edition: Edition, keys: frozenset[str] = frozenset()) -> Tree:
    """An edition with all its clauses. What was withdrawn is offered only where it is chosen already."""
    offered = Requirement.objects.filter(Q(withdrawn_at=None) | Q(key__in=keys), edition=edition).defer("text")
    rows = list(offered.order_by("position"))
    for row in rows:
        row.edition = edition
    return Tree(edition, sum(r.key in keys for r in rows), tree_of(_bounded(rows, keys), keys))


def _bounded(rows: list[Requirement], chosen: frozenset[str]) -> list[Requirement]:
    """Of a very large edition as many levels as make MOST ticks at most, and whatever is chosen with what it is in."""
    deepest = max((r.depth for r in rows), default=0)
    while deepest and sum(r.depth <= deepest for r in rows) > MOST:
        deepest -= 1
    named = chosen & {r.key for r in rows} if len(rows) > MOST else frozenset()
    return [r for r in rows if r.depth <= deepest or any(key == r.key or key.startswith(f"{r.key}.") for key in named)]


class ClausePicker(forms.Widget):
    """Ticks for clauses; the value is a list of requirement keys."""

    template_name = "standards/picker.html"
    use_fieldset = True
    kind = "checkbox"

    class Media:
        js = ("js/clauses.js",)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"trees": trees(value or []), "kind": self.kind}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What is ticked, and what is typed as keys between them."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return list(dict.fromkeys(key for text in given for key in str(text).replace(",", " ").split()))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # no tick at all means: none chosen

    def id_for_label(self, id_: str) -> str:
        return ""


class ClausesFormField(forms.Field):
    """Clauses of loaded editions, as a list of keys. Whether they exist is decided by the model field."""

    widget = ClausePicker

    def to_python(self, value: Any) -> list[str]:
        return [str(key) for key in value or []]


class OneClausePicker(ClausePicker):
    """The same tree where only one clause can be meant."""

    kind = "radio"


class OneClauseFormField(ClausesFormField):
    """One clause, as a list with one key."""

    widget = OneClausePicker
