"""The same pictures on paper."""

import pytest

from qms.charts.control import Mark, Panel, control_figure
from qms.charts.interval import interval_bar
from qms.printing.render import render_pdf
from tests.printing import pdfs


@pytest.mark.requirement("SPC-05")
def test_a_chart_prints_with_its_texts_and_its_table() -> None:
    marks = [
        Mark(label=f"w{i}", value=74 + i / 100, centre=74.02, lcl=73.99, ucl=74.05, third=0.01, rules=(1,) * (i > 5))
        for i in range(8)
    ]
    panel = Panel(
        title="I-MR chart", note="Nelson rules; limits from 25 points", x_label="Week", y_label="Diameter (mm)",
        marks=marks, rules={1: "one point beyond 3 sigma"},
    )  # fmt: skip
    bar = interval_bar(0.94, low=0.9, high=0.97, threshold=0.9, met=True)
    pdf = render_pdf(control_figure([panel], ident="c", printed=True) + bar, title="Chart")
    said = pdfs.text(pdf)
    for words in ("I-MR chart", "Nelson rules; limits from 25 points", "UCL 74.05", "LCL 73.99", "Week"):
        assert words in said
    assert "rule 1: one point beyond 3 sigma" in said and "Broken rules" in said and "w7" in said
    assert len(pdfs.opened(pdf).pages) == 1 and pdfs.unembedded_fonts(pdf) == []


def test_lines_and_flags_are_drawn_in_their_colours() -> None:
    mark = Mark(label="a", value=9.0, centre=0.0, lcl=-3.0, ucl=3.0, third=1.0, rules=(1,))
    panel = Panel(title="c chart", note="", x_label="Week", y_label="Defects", marks=[mark])
    drawn = pdfs.all_bytes(render_pdf(control_figure([panel], ident="c", printed=True), title="Chart"))
    red = b"0.658824 0.14902 0.168627"  # #a8262b
    assert red + b" rg" in drawn and red + b" RG" in drawn
