"""Control charts as SVG: what a reader sees, what a screen reader says, what a hostile label cannot do."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from qms.charts.control import MOST, Mark, Panel, control_figure, control_svg, window
from qms.charts.palette import PALETTE
from qms.charts.scale import digits, short, spanning
from qms.printing.render import STATIC

SVG = "{http://www.w3.org/2000/svg}"


def mark(label: str, value: float | None, **more: object) -> Mark:
    lines = {"centre": 0.0, "lcl": -3.0, "ucl": 3.0, "third": 1.0}
    return Mark(label=label, value=value, **{**lines, **more})  # type: ignore[arg-type]


def panel(*marks: Mark, **more: object) -> Panel:
    said = {
        "title": "I-MR chart", "note": "Nelson rules; limits from 25 points", "x_label": "Week",
        "y_label": "Diameter (mm)", "rules": {1: "one point beyond 3 sigma", 2: "9 points in a row"}, "zones": True,
    }  # fmt: skip
    return Panel(marks=marks, **{**said, **more})  # type: ignore[arg-type]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    return [text for e in parsed(svg).iter(f"{SVG}text") if (text := (e.text or "").strip())]


def parts(svg: str, kind: str) -> list[ElementTree.Element]:
    return [e for e in parsed(svg).iter() if e.get("class") == kind]


CHART = panel(mark("a", 0.5), mark("b", 3.5, rules=(1, 2)), mark("c", None), mark("d", -0.5))


@pytest.mark.requirement("SPC-05")
def test_the_picture_names_rule_set_limits_axes_and_broken_rules() -> None:
    svg = control_svg([CHART], ident="x")
    assert {"I-MR chart", "Nelson rules; limits from 25 points", "Week", "Diameter (mm)", "1,2"} <= set(words(svg))
    assert {"UCL 3", "CL 0", "LCL −3"} <= set(words(svg))
    assert [len(parts(svg, kind)) for kind in ("flag", "point", "limit", "centre", "zone")] == [1, 2, 2, 1, 4]


def test_it_says_to_a_screen_reader_what_it_shows() -> None:
    root = parsed(control_svg([CHART], ident="x", title="Diameter of rings"))
    named = [root.find(f"{SVG}{tag}") for tag in ("title", "desc")]
    assert root.get("role") == "img" and root.get("aria-labelledby") == "x-title x-desc"
    assert [e.get("id") for e in named if e is not None] == ["x-title", "x-desc"]
    assert named[0] is not None and named[0].text == "Diameter of rings"
    assert named[1] is not None and "1 point breaks a rule." in (named[1].text or "")


def test_a_missing_point_breaks_the_curve() -> None:
    (curve,) = parts(control_svg([CHART], ident="x"), "curve")
    assert curve.get("d", "").count("M") == 2


@pytest.mark.requirement("SPC-03")
def test_limits_that_differ_step_from_point_to_point() -> None:
    stepped = panel(mark("a", 0, ucl=3.0), mark("b", 0, ucl=2.0), mark("c", 0, ucl=2.0), zones=False)
    svg = control_svg([stepped], ident="x")
    upper = parts(svg, "limit")[1].get("d", "")
    assert upper.count("V") == 1 and upper.count("H") == 3 and parts(svg, "zone") == []
    assert parts(control_svg([CHART], ident="x"), "limit")[1].get("d", "").count("V") == 0


@pytest.mark.requirement("SPC-02")
def test_phases_are_told_apart_when_one_follows_the_other() -> None:
    two = panel(mark("a", 0, phase=1), mark("b", 0, phase=1), mark("c", 0))
    assert {"Phase I", "Phase II"} <= set(words(control_svg([two], ident="x")))
    mixed = panel(mark("a", 0, phase=1), mark("b", 0), mark("c", 0, phase=1))
    assert "Phase I" not in words(control_svg([mixed], ident="x"))


def test_hostile_texts_are_only_text() -> None:
    evil = '<script>alert("x")</script>&"'
    bad = panel(mark(evil, 3.5, rules=(1,)), title=evil, note=evil, x_label=evil, y_label=evil, rules={1: evil})
    said = control_figure([bad], ident="x", caption=evil)
    assert "<script" not in said and "&lt;script&gt;" in said
    assert evil in words(control_svg([bad], ident="x"))


def test_no_style_is_inline_and_nothing_is_fetched() -> None:
    said = control_figure([CHART], ident="x")
    assert not re.search(r"\sstyle=|<style|href=|url\(|@import", said)


def test_the_same_numbers_stand_in_a_table() -> None:
    page, paper = control_figure([CHART], ident="x"), control_figure([CHART], ident="x", printed=True)
    assert "<details>" in page and "<details>" not in paper
    for said in (page, paper):
        rows = re.findall(r"<td>(.*?)</td>", said)
        assert rows[:6] == ["a", "0.5", "3", "0", "−3", ""] and rows[6:12] == ["b", "3.5", "3", "0", "−3", "1, 2"]
        assert "missing" in rows and "rule 1: one point beyond 3 sigma" in said


def test_two_curves_for_a_cumulative_sum() -> None:
    sums = panel(mark("a", 1.0, second=-0.5), mark("b", 0.0, second=-4.0, rules=(1,)), names=("h =", "", "−h ="))
    svg = control_svg([sums], ident="x")
    assert len(parts(svg, "curve")) == 2 and {"h = 3", "0", "−h = −3"} <= set(words(svg))
    heights = [float(re.findall(r"M[\d.]+ ([\d.]+)", e.get("d", ""))[0]) for e in parts(svg, "flag")]
    centre = float(re.findall(r"M[\d.]+ ([\d.]+)", parts(svg, "centre")[0].get("d", ""))[0])
    assert heights[0] > centre  # the sum that broke the rule is the lower one


def test_of_a_long_series_the_last_points_are_drawn_and_that_is_said() -> None:
    marks, hidden = window([mark(str(i), 0.1) for i in range(MOST + 600)])
    assert (len(marks), hidden, marks[-1].label) == (MOST, 600, str(MOST + 599))
    said = control_figure([panel(*marks, hidden=hidden)], ident="x")
    assert f"the last {MOST} of {MOST + 600} points" in said and len(said) < 120_000


def test_a_file_of_its_own_has_a_ground_and_a_declaration() -> None:
    alone = control_svg([CHART], ident="x", alone=True)
    assert alone.startswith("<?xml") and parsed(alone)[2].get("fill") == PALETTE["surface"]
    assert not control_svg([CHART], ident="x").startswith("<?xml")


def test_numbers_are_written_for_machines_whatever_the_readers_language() -> None:
    with translation.override("de"):
        assert not re.search(r'[dxy]="[^"]*\d,\d', control_svg([CHART], ident="x"))


def test_colours_are_the_light_half_of_the_tokens() -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text()
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", tokens))
    assert {name: light[name.replace("_", "-")] for name in PALETTE} == PALETTE


def test_every_part_of_the_picture_has_its_colour_on_screen() -> None:
    css = (STATIC / "css" / "components" / "chart.css").read_text()
    sums = panel(mark("a", 1.0, phase=1, observed=2.0), mark("b", 9.0, rules=(1,)))
    named = {e.get("class") for e in parsed(control_svg([sums], ident="x")).iter() if e.get("class")}
    plain = {"control", "axis-name"}
    assert {name for name in named - plain if f".{name}" not in css} == set()


NUMBER = some.floats(-1e100, 1e100)


@given(some.lists(some.one_of(some.none(), NUMBER), max_size=30), NUMBER, some.floats(0, 1e100))
def test_any_finite_numbers_can_be_drawn(values: list[float | None], centre: float, half: float) -> None:
    marks = [mark(str(i), v, centre=centre, lcl=centre - half, ucl=centre + half) for i, v in enumerate(values)]
    svg = control_figure([panel(*marks)], ident="x")
    assert not re.search(r"\b(nan|inf)\b", svg)


@given(NUMBER, NUMBER)
def test_a_scale_has_few_round_ticks_inside_its_field(low: float, high: float) -> None:
    scale = spanning([low, high], 200, 0)
    places = [place for place, _text in scale.ticks()]
    assert 0 < len(places) <= 8 and all(-0.1 <= place <= 200.1 for place in places)


def test_numbers_read_well() -> None:
    assert [text for _y, text in spanning([73.99, 74.02], 100, 0).ticks()][:3] == ["73.99", "74.00", "74.01"]
    assert [text for _y, text in spanning([-2, 2], 100, 0).ticks()] == ["−2", "−1", "0", "1", "2"]
    assert (short(74.0143039), digits(74.0143039), digits(None), digits(-0.0)) == ("74.014", "74.0143", "–", "0")
