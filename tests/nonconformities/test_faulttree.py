"""Minimal cut sets: against brute force, by hand, within a second, and what is refused."""

import itertools
import time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from nonconformities.faulttree import Event, TooManyCutSets, minimal_cut_sets, single_points

EVENTS = "abcdef"


def gate(name: str, kind: str, *children: Any) -> dict[str, Any]:
    return {"id": name, "gate": kind, "children": [c if isinstance(c, dict) else {"id": c} for c in children]}


def happens(node: dict[str, Any], true: frozenset[str]) -> bool:
    """Whether the node's event occurs when exactly these basic events do."""
    if not node.get("children"):
        return node["id"] in true
    join = all if node["gate"] == "and" else any
    return join(happens(child, true) for child in node["children"])


def by_force(tree: dict[str, Any]) -> set[frozenset[str]]:
    """Every set of events that suffices, less those that contain another one."""
    subsets = (frozenset(c) for n in range(len(EVENTS) + 1) for c in itertools.combinations(EVENTS, n))
    enough = [s for s in subsets if happens(tree, s)]
    return {s for s in enough if not any(other < s for other in enough)}


def named(tree: dict[str, Any], counter: Any) -> dict[str, Any]:
    """The tree with a number as the id of each gate."""
    if "children" not in tree:
        return tree
    return {"id": f"g{next(counter)}", "gate": tree["gate"], "children": [named(c, counter) for c in tree["children"]]}


LEAVES = some.sampled_from(EVENTS).map(lambda name: {"id": name})
TREES = some.recursive(
    LEAVES,
    lambda inner: some.fixed_dictionaries(
        {"gate": some.sampled_from(["and", "or"]), "children": some.lists(inner, min_size=1, max_size=4)}
    ),
    max_leaves=14,
)


@given(TREES)
@settings(max_examples=300, deadline=None)
def test_the_sets_are_those_that_brute_force_finds(tree: dict[str, Any]) -> None:
    tree = named(tree, itertools.count())
    found = minimal_cut_sets(tree)
    assert set(found) == by_force(tree) and len(set(found)) == len(found)
    assert [len(s) for s in found] == sorted(len(s) for s in found)


def test_small_trees_by_hand() -> None:
    tree = gate("top", "or", "a", gate("g", "and", "b", "c"), gate("h", "and", "a", "d"))
    assert minimal_cut_sets(tree) == [{"a"}, {"b", "c"}]
    assert single_points(minimal_cut_sets(tree)) == ["a"]
    assert minimal_cut_sets({"id": "only"}) == [{"only"}]
    shared = gate("s", "or", "x", "y")
    assert set(minimal_cut_sets(gate("top", "and", gate("l", "or", shared, "a"), gate("r", "or", shared, "b")))) == {
        frozenset("x"), frozenset("y"), frozenset("ab"),
    }  # fmt: skip


def test_objects_do_as_well_as_mappings() -> None:
    tree = Event("top", "AND", [Event("a"), Event("g", "or", [Event("b"), Event("c")])])
    assert set(minimal_cut_sets(tree)) == {frozenset("ab"), frozenset("ac")}
    leaf = SimpleNamespace(id=1, gate=None, children=[])
    assert minimal_cut_sets(SimpleNamespace(id=0, gate="or", children=(leaf,))) == [{1}]


LOOP: dict[str, Any] = {"id": "top", "gate": "or", "children": []}
LOOP["children"].append({"id": "g", "gate": "and", "children": [LOOP]})


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (LOOP, "stands under itself"),
        (gate("top", "or", gate("g", "and", gate("top", "or", "a"))), "stands under itself"),
        (gate("top", "xor", "a", "b"), "is no gate"),
        ({"id": "top", "gate": "and", "children": []}, "has nothing under it"),
        ({"id": "top", "gate": "or"}, "has nothing under it"),
        ({"id": "top", "children": [{"id": "a"}]}, "no gate: say"),
        ({"gate": "or", "children": [{"id": "a"}]}, "has no id"),
        (gate("top", "or", gate("g", "and", "a", "b"), gate("h", "or", "g")), "means something different"),
        ({"id": "top", "gate": "or", "children": "ab"}, "are no list"),
        ({"id": ["a"]}, "no text or number"),
    ],
)  # fmt: skip
def test_what_is_no_fault_tree_is_refused_in_a_sentence(tree: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        minimal_cut_sets(tree)


def test_two_hundred_nodes_take_less_than_a_second() -> None:
    pairs = [gate(f"p{n}", "and", f"a{n}", f"b{n}", "common") for n in range(40)]
    alternatives = gate("v", "and", *(gate(f"o{n}", "or", f"c{n}", f"d{n}") for n in range(10)))
    tree = gate("top", "or", alternatives, *pairs)
    begun = time.perf_counter()
    found = minimal_cut_sets(tree)
    assert len(found) == 40 + 2**10 and time.perf_counter() - begun < 1
    chain = {"id": "leaf"}
    for n in range(2000):  # deeper than a call stack
        chain = gate(f"n{n}", "or", chain)
    assert minimal_cut_sets(chain) == [{"leaf"}]


def test_an_explosion_is_refused_quickly_and_says_what_to_do() -> None:
    tree = gate("top", "and", *(gate(f"o{n}", "or", *(f"e{n}-{k}" for k in range(9))) for n in range(19)))
    begun = time.perf_counter()
    with pytest.raises(TooManyCutSets, match="Split the tree"):
        minimal_cut_sets(tree)
    assert time.perf_counter() - begun < 1
    with pytest.raises(ValueError, match="more than 5000 nodes"):
        minimal_cut_sets(gate("top", "or", *(f"e{n}" for n in range(5001))))
