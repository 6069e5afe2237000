"""The pages of a monitor: the chart with its table, the points stretch by stretch, a file of points, the print."""

import datetime
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.conformance.world import World
from tests.factories.monitors import STEADY, MonitorRecipe
from tests.modelcards.monitors.closing import nonconformities
from tests.modelcards.monitors.made import points_of


def upload(world: World, monitor: Any, text: str | bytes, name: str = "points.csv") -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return world.client("author").post(f"/monitors/{monitor.number}/points/", {"file": SimpleUploadedFile(name, data)})


@pytest.mark.requirement("SPC-05")
def test_the_chart_names_its_rules_marks_what_breaks_them_and_is_a_table_too(world: World) -> None:
    monitor = world.recipe.watching()
    world.recipe.send(monitor, [34.0, 39.5])
    page = world.boss.get(f"/monitors/{monitor.number}/").content.decode()
    assert "<svg" in page and "Western Electric rules; limits version 1" in page
    assert page.count('class="flag"') >= 1 and "The same as a table" in page
    assert len(re.findall(r"<tr class=\"flagged\">", page)) == 2, "the value and its moving range"
    assert f"{nonconformities()[0].number}" in page and "1 of them signalled" in page


def test_the_print_holds_the_chart(world: World) -> None:
    monitor = world.recipe.watching()
    world.recipe.send(monitor, [39.5])
    answer = world.boss.get(f"/monitors/{monitor.number}/print/")
    paper = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "UCL" in paper and "39.5" in paper and "Western Electric" in paper


def test_a_chart_costs_the_same_for_three_points_as_for_a_thousand(world: World) -> None:
    monitor = world.recipe.watching()

    def queries() -> int:
        world.boss.get(f"/monitors/{monitor.number}/")
        with CaptureQueriesContext(connection) as found:
            assert world.boss.get(f"/monitors/{monitor.number}/").status_code == 200
        return len(found)

    few = queries()
    world.recipe.send(monitor, [34.0] * 3000, hours=0.001)
    assert queries() <= few
    page = world.boss.get(f"/monitors/{monitor.number}/").content.decode()
    assert "the last 400 of 3019 points" in page


def test_a_new_point_costs_the_same_whatever_came_before(recipe: MonitorRecipe) -> None:
    monitor = recipe.watching()

    def queries(values: list[float]) -> int:
        with CaptureQueriesContext(connection) as found:
            recipe.send(monitor, values)
        return len(found)

    few = queries([34.0])
    recipe.send(monitor, STEADY * 250, hours=0.001)
    assert nonconformities() == [] and queries([34.0]) == few
    assert queries([34.05, 34.4, 33.59, 34.7]) == few, "nor does one of many points"


def test_points_are_paged_by_key(world: World) -> None:
    monitor = world.recipe.perform(world.recipe.make(), "begin")
    world.recipe.send(monitor, list(range(250)))
    url, seen = f"/monitors/{monitor.number}/points/", []
    while url:
        page = world.boss.get(url).content.decode()
        seen += re.findall(r'<td class="mono">(run-\d+)</td>', page)
        more = re.search(r'href="(\?before=[^"]+)"', page)
        url = f"/monitors/{monitor.number}/points/{more.group(1)}" if more else ""
    assert seen == [f"run-{n}" for n in range(250, 0, -1)]
    assert world.boss.get(f"/monitors/{monitor.number}/points/?before=nonsense").status_code == 400
    assert world.boss.get(f"/monitors/{monitor.number}/points/?page=2").status_code == 400


def test_a_file_of_points_is_taken_and_twice_makes_no_difference(world: World) -> None:
    monitor = world.recipe.perform(world.recipe.make(), "begin")
    day = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
    rows = [f"b{n},{(day + datetime.timedelta(hours=n)).isoformat()},{v}" for n, v in enumerate(STEADY)]
    text = "\n".join(["key,at,value", *rows])
    assert upload(world, monitor, text).status_code == 302
    assert [p.value for p in points_of(monitor)] == list(STEADY)
    again = upload(world, monitor, text)
    page = world.client("author").get(again["Location"]).content.decode()
    assert "0 points are kept. 19 were there already." in page and len(points_of(monitor)) == 19


@pytest.mark.requirement("SPC-06")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("key,at,value\na,2026-02-01T00:00:00Z,1\nb,2026-02-01T01:00:00Z,NaN", "line 3, column “value”: NaN"),
        ("key,at,value\na,2026-02-01T00:00:00Z,x", "line 2, column “value”: “x” is no number"),
        ("key,at,value\na,2026-02-01T00:00:00Z,1\nb,yesterday,2", "Line 3: “yesterday” is no instant"),
        ("key,at,value\na,2126-02-01T00:00:00Z,1", "Line 2: 2126-02-01T00:00:00Z lies in the future"),
        ("key,at,value\na,2026-02-01T00:00:00Z,1\na,2026-02-01T01:00:00Z,2", "Line 3: Row 1 of the same call"),
        ("value\n1\n2", "column “key”"), ("key,recall,precision\na,1,2", "Call the measured column “value”"),
        ("key,at,value\na,2026-02-01T00:00:00Z", "2 cells"), ("", "points.csv"),
        ("key,at,value\n\n" + "\n".join(f"k{n},,{n}" for n in range(10_001)), "one upload takes 10000"),
    ],
)  # fmt: skip
def test_a_file_with_a_mistake_is_refused_with_its_line_and_nothing_is_kept(world: World, text: str, said: str) -> None:
    monitor = world.recipe.perform(world.recipe.make(), "begin")
    answer = upload(world, monitor, text)
    page = answer.content.decode()
    assert answer.status_code in (415, 422) and said in page, re.findall(r'role="alert">(.*?)</div>', page, re.S)
    assert "Nothing of the file was kept." in page and points_of(monitor) == []


@pytest.mark.parametrize(
    ("values", "text", "kept"),
    [
        ({"kind": "xbar_s"}, "key,x1,x2,x3\na,1,2,3\nb,4,,6", [[1, 2, 3], [4, None, 6]]),
        ({"kind": "p"}, "key,defectives,n\na,3,50\nb,4,60", [(3, 50), (4, 60)]),
        ({"kind": "psi", "bins": ["low", "high"]}, "day,high,low,at\nx,3,4,2026-02-01T00:00:00Z", [[4, 3]]),
    ],
)  # fmt: skip
def test_files_of_other_kinds(world: World, values: dict[str, Any], text: str, kept: list[Any]) -> None:
    monitor = world.recipe.perform(world.recipe.make(**values), "begin")
    answer = upload(world, monitor, text)
    assert answer.status_code == 302, answer.content.decode()
    assert [p.raw or (p.value, p.n) for p in points_of(monitor)] == kept


def test_a_file_that_signals_says_so(world: World) -> None:
    monitor = world.recipe.watching()
    at = world.recipe.clock.last + datetime.timedelta(hours=1)
    sent = upload(world, monitor, f"key,at,value\nx,{at.isoformat()},39.5")
    page = world.client("author").get(sent["Location"]).content.decode()
    assert f"1 signals. Opened: {nonconformities()[0].number}." in page


def test_a_reader_sees_no_upload_and_cannot_send_one(world: World) -> None:
    monitor = world.recipe.perform(world.recipe.make(), "begin")
    world.org.person("onlooker", "reader")
    assert "Upload points" not in world.client("onlooker").get(f"/monitors/{monitor.number}/points/").content.decode()
    sent = world.client("onlooker").post(
        f"/monitors/{monitor.number}/points/", {"file": SimpleUploadedFile("a.csv", b"key,value\na,1")}
    )
    assert sent.status_code == 403 and points_of(monitor) == []
    assert world.stranger.get(f"/monitors/{monitor.number}/points/").status_code == 404
    assert world.stranger.get(f"/api/v1/monitors/{monitor.number}/points/").status_code == 404
