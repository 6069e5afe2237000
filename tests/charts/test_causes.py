"""Cause diagrams and fault trees as SVG: nothing lies on anything else, long texts stay in their boxes."""

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from qms.charts.fishbone import Bone, Fishbone, Twig, fishbone, fishbone_svg
from qms.charts.gates import Cause, fault_tree, fault_tree_svg
from qms.charts.measure import width, wrapped
from qms.charts.texts import SIDEWAYS, SIZE, UPRIGHT, fitted, overlapping

SVG = "{http://www.w3.org/2000/svg}"
WORDS = some.text("abcdefghi WMÄß漢ж.,-", min_size=1, max_size=160).filter(str.strip)
TWIGS = some.lists(some.builds(Twig, WORDS, some.integers(0, 5), some.sampled_from(["", "root"])), max_size=14)
BONES = some.lists(some.builds(Bone, WORDS, TWIGS), min_size=1, max_size=10)
CAUSES: Any = some.recursive(
    some.builds(Cause, WORDS, kind=some.sampled_from(["basic", "single"]), note=some.sampled_from(["", "p = 0.1"])),
    lambda inner: some.builds(Cause, WORDS, some.sampled_from(["and", "or"]), some.lists(inner, min_size=1)),
    max_leaves=30,
)  # fmt: skip


def cut(path: str, box: tuple[float, float, float, float]) -> bool:
    """Whether a slanted bone runs through a box."""
    (x1, y1), (x2, y2) = (tuple(map(float, end.split())) for end in path[1:].split("L"))
    left, top, right, bottom = box
    for y in (max(top, min(y1, y2)), min(bottom, max(y1, y2))):
        if (
            min(y1, y2) <= y <= max(y1, y2)
            and top <= y <= bottom
            and left < x1 + (x2 - x1) * (y - y1) / (y2 - y1) < right
        ):
            return True
    return False


def causes_of(drawn: Fishbone) -> list[Any]:
    return [t for t in drawn.texts if t.kind not in ("name", "problem")]


@pytest.mark.requirement("CA-04")
@given(WORDS, BONES)
@settings(max_examples=60, deadline=None)
def test_no_text_of_a_cause_diagram_lies_on_another_or_on_a_bone(problem: str, bones: list[Bone]) -> None:
    drawn = fishbone(problem, bones)
    assert overlapping(drawn.texts) == []
    assert [t.said for t in causes_of(drawn) for path in drawn.bones if cut(path, t.box)] == []
    boxes = [t.box for t in drawn.texts]
    assert min(b[0] for b in boxes) >= 0 and max(b[2] for b in boxes) <= drawn.width
    assert min(b[1] for b in boxes) >= 0 and max(b[3] for b in boxes) <= drawn.height


@given(CAUSES)
@settings(max_examples=60, deadline=None)
def test_no_text_of_a_fault_tree_leaves_its_box_and_no_box_lies_on_another(top: Cause) -> None:
    drawn = fault_tree(top)
    assert overlapping(drawn.texts) == []
    for text, (x, y, w, h, _kind) in zip(drawn.texts, drawn.boxes, strict=True):
        left, up, right, down = text.box
        assert x <= left and right <= x + w and y <= up + 1 and down <= y + h + 1
    for place, (x, y, w, h, _kind) in enumerate(drawn.boxes):
        assert not [
            b for b in drawn.boxes[place + 1 :] if x < b[0] + w and b[0] < x + w and y < b[1] + b[3] and b[1] < y + h
        ]
        assert y >= 0 and y + h <= drawn.height and x + w <= drawn.width


def test_forty_causes_stay_large_enough_to_read_on_paper() -> None:
    said = "Nothing ties the gate to the age of its evaluation data"
    bones = [Bone(f"Category {n}", [Twig(said, k % 3) for k in range(7 if n < 5 else 5)]) for n in range(6)]
    drawn = fishbone("Recall fell below its limit", bones)
    scale = max(fitted(drawn.width, drawn.height, room) for room in (UPRIGHT, SIDEWAYS))
    assert len(causes_of(drawn)) == 40 and SIZE * scale * 0.75 >= 5.5  # points


@given(WORDS, some.floats(30, 200))
def test_wrapped_lines_are_not_wider_than_their_room(text: str, room: float) -> None:
    lines = wrapped(text, room, SIZE)
    assert len(lines) <= 4 and all(width(line, SIZE) <= room for line in lines)


def test_a_text_too_long_for_the_picture_ends_in_an_ellipsis_and_stands_whole_in_its_title() -> None:
    long = "word " * 200
    svg = fishbone_svg("P", [Bone("Data", [Twig(long.strip())])], ident="x", title="T", said="S").svg
    root = ElementTree.fromstring(svg)
    assert long.strip() in [t.text for t in root.iter(f"{SVG}title")]
    assert any((t.text or "").endswith("…") for t in root.iter(f"{SVG}tspan"))


def test_pictures_are_named_and_a_hostile_text_stays_a_text() -> None:
    bad = "<script>alert(1)</script>"
    fish = fishbone_svg(bad, [Bone(bad, [Twig(bad)])], ident="x", title=bad, said=bad)
    tree = fault_tree_svg(Cause(bad, "and", [Cause(bad), Cause("b")], "top"), ident="y", title=bad, said=bad)
    for svg, ident in ((fish.svg, "x"), (tree.svg, "y")):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img" and root.get("aria-labelledby") == f"{ident}-title {ident}-desc"
        assert "<script" not in svg and root.findtext(f"{SVG}title") == bad
