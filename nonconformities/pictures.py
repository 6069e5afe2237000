"""The same causes as a cause diagram (Ishikawa) and as a fault tree: what is drawn. Pure functions over the rows."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.charts.fishbone import Bone, Twig, fishbone_svg
from qms.charts.gates import Cause, fault_tree_svg
from qms.charts.texts import Picture

from . import whytree
from .categories import CATEGORIES, DEFAULT, SETS
from .faulttree import CutSet, Event, minimal_cut_sets, single_points
from .whytree import Node, Row

MARKS = {"confirmed": "✓", "refuted": "✗", "assumed": "?"}
TOP = "·"  # id of the problem among those of its causes
NONE = ""  # the bone of those without a category


def views(record: Any, current: str) -> list[dict[str, Any]]:
    """The three pictures of the causes as tabs."""
    base = f"/nonconformities/{record.number}/causes/"
    named = (
        ("tree", _("Why-tree"), ""),
        ("ishikawa", _("Ishikawa"), "ishikawa/"),
        ("fault", _("Fault tree"), "fault-tree/"),
    )
    return [
        {"label": label, "url": base + path, "count": None, "current": key == current} for key, label, path in named
    ]


# Ishikawa


@dataclass
class Branch:
    """One category with its causes: (cause, how deep below the first of this category)."""

    key: str
    label: str
    causes: list[tuple[Node, int]] = field(default_factory=list)


def branches(record: Any, by: dict[str, str] | None = None) -> list[Branch]:
    """The causes by category, in the order of the record's set; categories outside of it come after, if anything is
    in them. A cause without a category belongs to that of the cause it explains."""
    pairs = SETS.get(record.cause_set or DEFAULT, SETS[DEFAULT])[1]
    found = {key: Branch(key, str(label)) for key, label in pairs}
    words = dict(CATEGORIES)

    def put(node: Node, above: str | None, depth: int) -> None:
        key = node.row["category"] or above or NONE
        depth = depth + 1 if above == key else 0
        if key not in found:
            found[key] = Branch(key, str(words.get(key, key)) if key else _("No category yet"))
        found[key].causes.append((node, depth))
        for child in node.children:
            put(child, key, depth)

    for node in whytree.tree(record.causes, by):
        put(node, None, 0)
    return list(found.values())


def ishikawa(record: Any, *, ident: str = "ishikawa") -> Picture:
    """The cause diagram as SVG."""
    made = branches(record)
    bones = [Bone(b.label, [_twig(node, depth) for node, depth in b.causes]) for b in made]
    title = _("Cause diagram (Ishikawa): %s") % record.title
    return fishbone_svg(record.title, bones, ident=ident, title=title, said=_said(record, made))


def _twig(node: Node, depth: int) -> Twig:
    if node.row["root"]:
        return Twig(node.text, depth, "root", "◆")
    status = node.row["status"]
    return Twig(node.text, depth, status, MARKS.get(status, "?"))


def _said(record: Any, made: list[Branch]) -> str:
    """What a screen reader says instead of the picture; the list below it says the rest."""
    filled = [b for b in made if b.causes]
    words = ", ".join(f"{b.label} ({len(b.causes)})" for b in filled) or _("none")
    said = ngettext("%(n)d cause: %(which)s.", "%(n)d causes: %(which)s.", len(record.causes))
    said %= {"n": len(record.causes), "which": words}
    roots = "; ".join(r["text"] for r in whytree.roots(record.causes))
    return f"{said} " + (_("Root cause: %s") % roots if roots else _("No root cause is chosen yet."))


# Fault tree


@dataclass(frozen=True)
class Combination:
    """A minimal cut set in words. `probability` of all of it, where each of its causes has one."""

    causes: list[str]
    probability: Decimal | None


@dataclass(frozen=True)
class Reading:
    """What a fault tree says. `refused` is why its cut sets were not worked out. `bound`: of the problem, at most."""

    combinations: list[Combination] = field(default_factory=list)
    single: frozenset[str] = frozenset()
    singles: list[str] = field(default_factory=list)
    bound: Decimal | None = None
    refused: str = ""
    unsaid: bool = False  # nobody has said how causes join: any of them is taken to suffice
    assumed: bool = False  # something in it is assumed, not confirmed


def event_tree(record: Any) -> Event | None:
    """The rows as a tree of events, without what was refuted; None where there is no cause.

    A cause that needs all of its causes, one of which is refuted, is not explained by them: it stands for itself.
    """
    nodes = [n for n in whytree.tree(record.causes) if n.row["status"] != "refuted"]
    return Event(TOP, record.top_gate or "or", [_event(n) for n in nodes]) if nodes else None


def _event(node: Node) -> Event:
    gate = node.row.get("gate") or "or"
    live = [c for c in node.children if c.row["status"] != "refuted"]
    explained = bool(live) and (gate == "or" or len(live) == len(node.children))
    return Event(node.row["id"], gate if explained else "", [_event(c) for c in live] if explained else [])


def reading(record: Any) -> Reading:
    """The minimal cut sets in words, the single-point causes, and how likely the problem is at most."""
    tree = event_tree(record)
    if tree is None:
        return Reading()
    try:
        sets = minimal_cut_sets(tree)
    except ValueError as refused:
        return Reading(refused=str(refused))
    rows = {row["id"]: row for row in record.causes}
    made = [Combination([rows[i]["text"] for i in _ordered(one, rows)], _product(one, rows)) for one in sets]
    single = single_points(sets)
    unsaid = not record.top_gate and not any(row.get("gate") for row in record.causes)
    assumed = any(row["status"] not in ("confirmed", "refuted") for row in record.causes)
    texts = [rows[i]["text"] for i in single]
    return Reading(made, frozenset(single), texts, _bound(made), unsaid=unsaid, assumed=assumed)


def _ordered(one: CutSet, rows: dict[str, Row]) -> Iterable[str]:
    return (key for key in rows if key in one)


def _product(one: CutSet, rows: dict[str, Row]) -> Decimal | None:
    """Probability that all happen, taken as independent."""
    values = [rows[i].get("probability") for i in one]
    return math.prod((Decimal(v) for v in values if v), start=Decimal(1)) if all(values) else None


def _bound(made: list[Combination]) -> Decimal | None:
    """The minimal cut set upper bound, 1 − ∏(1 − P) (Esary and Proschan 1963); None unless every P is known."""
    values = [one.probability for one in made]
    known = [v for v in values if v is not None]
    return 1 - math.prod((1 - v for v in known), start=Decimal(1)) if known and len(known) == len(values) else None


def fault_tree(record: Any, *, ident: str = "fault-tree") -> Picture | None:
    """The fault tree as SVG; None where there is no cause."""
    tree = event_tree(record)
    if tree is None:
        return None
    rows, said = {row["id"]: row for row in record.causes}, reading(record)
    words = "; ".join(said.singles) or _("none")
    return fault_tree_svg(
        _cause(tree, rows, said.single, record.title), ident=ident, title=_("Fault tree: %s") % record.title,
        said=_("Causes that alone suffice: %s.") % words,
    )  # fmt: skip


def _cause(event: Event, rows: dict[str, Row], single: frozenset[str], title: str) -> Cause:
    if event.id == TOP:
        return Cause(title, event.gate, [_cause(c, rows, single, title) for c in event.children], "top")
    row = rows[str(event.id)]
    kind = "single" if event.id in single else "basic"
    note = f"p = {Decimal(row['probability']).normalize():f}" if row.get("probability") and not event.children else ""
    return Cause(
        row["text"],
        event.gate,
        [_cause(c, rows, single, title) for c in event.children],
        kind,
        note,
        row["status"] != "confirmed",
    )


def is_joined(record: Any) -> bool:
    """Whether somebody said how causes join: only then a fault tree says more than the why-tree."""
    return bool(record.top_gate) or any(row.get("gate") or row.get("probability") for row in record.causes)


def gate_words(record: Any) -> list[tuple[str, str, list[str]]]:
    """(event, “all of” or “any of”, its causes) of each gate: the picture in words."""
    rows = {row["id"]: row["text"] for row in record.causes}
    found: list[tuple[str, str, list[str]]] = []
    todo = [tree] if (tree := event_tree(record)) else []
    while todo:
        event = todo.pop(0)
        if event.children:
            how = _("all of") if event.gate == "and" else _("any of")
            name = record.title if event.id == TOP else rows[str(event.id)]
            found.append((name, how, [rows[str(c.id)] for c in event.children]))
        todo += event.children
    return found
