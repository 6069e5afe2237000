"""Figures over many nonconformities: each number is that of its list, and nobody's figures hold what he may not see."""

import csv
import datetime
import io
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nonconformities.figures.numbers import ages, extensions, time_to_close
from nonconformities.figures.pareto import BY, behind, pareto
from nonconformities.figures.period import Period, period
from qms.lib.errors import BadRequest
from tests.nonconformities.made import Story
from tests.nonconformities.test_repeats import report

URL = "/nonconformities/figures/"


@pytest.fixture
def counted(story: Story) -> Story:
    for place, code, times in (("Gate", "stale data", 3), ("Store", "no label", 2), ("", "", 1)):
        for n in range(times):
            report(story, f"{code} {n}", code=code, place=place, product="Churn" if n else "Price", origin="audit")
    return story


def whole(story: Story) -> Period:
    day = story.clock.last.date()
    return Period(day - datetime.timedelta(days=30), day)


def test_bars_fall_add_up_and_lead_to_as_many_records(counted: Story) -> None:
    reader = counted.org["reader"]
    rows = whole(counted).rows(reader)
    for by in BY:
        chart = pareto(rows, by, reader)
        counts = [bar.count for bar in chart.bars]
        assert counts == sorted(counts, reverse=True) and sum(counts) + chart.unsaid == chart.total == 6
        assert [behind(rows, by, bar.key or "", reader).count() for bar in chart.bars] == counts
        if by != "unit":
            assert behind(rows, by, "", reader).count() == chart.unsaid
        assert not chart.bars or chart.bars[-1].cumulative == 100
    causes = pareto(rows, "cause", reader)
    assert [(b.label, b.count, b.share) for b in causes.bars] == [("stale data", 3, 60.0), ("no label", 2, 40.0)]


def test_what_is_left_over_is_one_bar(story: Story) -> None:
    for n in range(14):
        report(story, f"Case {n}", code=f"cause {n:02}")
    chart = pareto(whole(story).rows(story.org["reader"]), "cause", story.org["reader"])
    assert len(chart.bars) == 11 and (chart.bars[-1].key, chart.bars[-1].count) == (None, 4)


def test_figures_hold_only_what_the_reader_may_see(counted: Story, client: Client) -> None:
    client.force_login(counted.org["stranger"])
    text = client.get(f"{URL}?from=2026-01-01&to=2026-12-31").content.decode()
    assert "0 nonconformities" in text and "stale data" not in text and "No data" in text


def test_the_page_and_its_lists_and_files_agree(counted: Story, client: Client) -> None:
    client.force_login(counted.org["reader"])
    asked = "?from=2026-01-01&to=2026-12-31"
    text = unescape(client.get(URL + asked).content.decode())
    href = re.search(r'class="link" href="(/nonconformities/figures/list/[^"]*key=stale\+data[^"]*)"', text)
    assert href is not None
    listed = client.get(href[1]).content.decode()
    assert listed.count("<tr>") == 4 and "Cause code: stale data" in listed
    rows = list(csv.reader(io.StringIO(client.get(f"{URL}{asked}&format=csv").content.decode("utf-8-sig"))))
    assert ["Cause code", "stale data", "3", "60.0", "60.0"] in rows
    assert client.get(f"{URL}{asked}&format=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize(
    "query", ["?from=2026-02-30", "?from=2026-03-01&to=2026-02-01", "?colour=red", "?format=pdf", "list/?by=colour",
              "list/?by=unit&key=x", "?from=0001-01-01"],
)  # fmt: skip
def test_a_wrong_address_is_refused_in_a_sentence(counted: Story, client: Client, query: str) -> None:
    client.force_login(counted.org["reader"])
    assert client.get(URL + query).status_code == 400


def test_a_period_is_the_last_year_unless_somebody_asks() -> None:
    today = datetime.date(2026, 11, 27)
    assert period({}, today) == Period(datetime.date(2025, 11, 27), today)
    with pytest.raises(BadRequest):
        period({"to": "soon"}, today)


def test_ageing_time_to_close_and_extensions(story: Story) -> None:
    story.found("effective").answered()
    story.do("close", "quality")
    day = story.clock.last.date()
    mine = Period(day - datetime.timedelta(days=60), day)
    closing = time_to_close(mine.rows(story.org["reader"]))
    assert closing.count == 1 and closing.median == closing.p90 and closing.median is not None and closing.median >= 14
    told = extensions(mine.rows(story.org["reader"]), story.org["reader"])
    assert (told.actions, told.extended, told.times) == (1, 0, 0)
    report(story, "Open since a while")
    story.clock(days=10)
    report(story, "New")
    held = {(age.least, age.below): age.count for age in ages(story.org["reader"], story.clock())}
    assert held[0, 7] == 1 and held[7, 30] == 1 and sum(held.values()) == 2


def test_the_number_of_queries_does_not_grow(story: Story, client: Client) -> None:
    client.force_login(story.org["reader"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{URL}?from=2026-01-01&to=2026-12-31").status_code == 200
        return len(found)

    report(story, "One", code="a", origin="audit")
    asked()  # what a process keeps is kept
    first = asked()
    for n in range(4):
        report(story, f"Case {n}", code=f"cause {n}", place=f"place {n}", origin="audit")
    assert asked() == first


def test_a_bar_is_a_link_with_a_name(counted: Story, client: Client) -> None:
    client.force_login(counted.org["reader"])
    text = client.get(f"{URL}?from=2026-01-01&to=2026-12-31").content.decode()
    assert 'aria-label="stale data: 3"' in text and any("cumulative" in line for line in text.splitlines())


def test_any_type_of_key(counted: Story) -> None:
    rows: Any = whole(counted).rows(counted.org["reader"])
    with pytest.raises(BadRequest):
        behind(rows, "unit", "", counted.org["reader"])
