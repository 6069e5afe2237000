"""The picture of linked records."""

from typing import Any

import pytest

from qms.links.graph import MOST, around
from qms.pages.graph import drawing
from qms.registers import registry
from tests.processes.made import AT, some_people


@pytest.fixture
def people(db: None) -> Any:
    return some_people()


def action(people: Any, title: str, *targets: Any, **values: Any) -> Any:
    links = [("addresses", t.entry) for t in targets]
    values = {"kind": "corrective", "unit": people.unit, "owner": people.quality, **values}
    return registry["actions"].create(actor=people.quality, at=AT, title=title, links=links, **values)


@pytest.mark.requirement("MK-20")
def test_graph_reaches_both_ways_and_keeps_the_hidden_out(people: Any) -> None:
    first = action(people, "first")
    second = action(people, "second", first)
    third = action(people, "third", second)
    hidden = action(people, "hidden", second, audience="named")
    seen_by_owner = around(second.entry, people.owner)
    assert set(seen_by_owner.entries) == {first.pk, second.pk, third.pk}
    assert (seen_by_owner.levels[first.pk], seen_by_owner.levels[third.pk]) == (-1, 1)
    assert hidden.pk in around(second.entry, people.quality).entries


def test_graph_is_bounded_and_says_so(people: Any) -> None:
    top = action(people, "top")
    for n in range(MOST + 3):
        action(people, f"below {n}", top)
    graph = around(top.entry, people.quality)
    assert len(graph.entries) == MOST
    assert graph.cut


def test_drawing_has_no_two_boxes_in_one_place(people: Any) -> None:
    top = action(people, "top")
    for n in range(4):
        action(people, f"below {n}", top)
    drawn = drawing(around(top.entry, people.quality), top.pk)
    assert drawn is not None
    assert len({(b.x, b.y) for b in drawn.boxes}) == 5
    assert drawing(around(action(people, "alone").entry, people.quality), 0) is None
