"""The pages of a monitor and the calculators in Chromium: accessible in light and dark, usable on a phone."""

from collections.abc import Callable
from typing import Any

import pytest

from modelcards.services.silence import notice_silence
from tests.conformance.test_accessible import signed_in
from tests.conformance.world import World
from tests.factories.monitors import MonitorRecipe
from tests.modelcards.monitors.made import VISCOSITY

pytestmark = [pytest.mark.browser, pytest.mark.requirement("MK-27")]


@pytest.fixture
def watched(live: Any) -> tuple[World, Any]:
    """A monitor that signals, one of whose points is missing."""
    world = World(MonitorRecipe())
    monitor = world.recipe.watching(every_hours=1)
    world.recipe.send(monitor, [34.0, None, 39.5])
    notice_silence(at=world.recipe.clock())  # the job that draws the charts
    return world, monitor


def test_a_chart_keeps_nobody_out(
    watched: tuple[World, Any], live: Any, new_page: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    world, monitor = watched
    found = []
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        signed_in(page, world, "author", live.url)
        for path in (f"/monitors/{monitor.number}/", f"/monitors/{monitor.number}/points/", "/tools/chart/"):
            page.goto(path)
            for folded in page.locator("main details:not(.more)").all():
                folded.locator("summary").first.click()
            found += [f"{scheme} {path} {said}" for said in axe(page)]
    assert found == [], "\n".join(found)


@pytest.mark.requirement("SPC-05", "SPC-08")
def test_what_signals_is_seen_and_read(watched: tuple[World, Any], live: Any, new_page: Callable[..., Any]) -> None:
    world, monitor = watched
    page = new_page()
    signed_in(page, world, "author", live.url)
    page.goto(f"/monitors/{monitor.number}/")
    chart = page.get_by_role("img", name="I-MR chart · recall")
    assert chart.is_visible() and chart.locator(".flag").count() == 1, "no moving range spans the gap"
    assert page.get_by_text("signal open", exact=True).is_visible()
    assert page.get_by_text("missing data open", exact=True).is_visible()
    page.get_by_text("The same as a table").click()
    row = page.get_by_role("row").filter(has_text="39.5").first
    assert row.is_visible() and "39.5" in row.inner_text()
    page.get_by_role("link", name="recall: one point beyond 3 sigma").first.click()
    page.get_by_role("heading", name="recall: one point beyond 3 sigma").wait_for()
    assert page.get_by_role("link", name=f"{monitor.number} chart.pdf").is_visible()


def test_on_a_phone_the_page_does_not_scroll_sideways(
    watched: tuple[World, Any], live: Any, new_page: Callable[..., Any]
) -> None:
    world, monitor = watched
    page = new_page(viewport={"width": 390, "height": 844})
    signed_in(page, world, "author", live.url)
    for path in (f"/monitors/{monitor.number}/", f"/monitors/{monitor.number}/points/", "/tools/fairness/"):
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"{path}: {width} px"


def test_a_file_becomes_a_chart(watched: tuple[World, Any], live: Any, new_page: Callable[..., Any]) -> None:
    world, _monitor = watched
    page = new_page()
    signed_in(page, world, "author", live.url)
    page.goto("/tools/chart/")
    content = "\n".join(["viscosity", *map(str, VISCOSITY)]).encode()
    page.get_by_label("CSV file").set_input_files([{"name": "v.csv", "mimeType": "text/csv", "buffer": content}])
    page.get_by_role("button", name="Compute").click()
    page.get_by_role("img", name="I-MR chart").wait_for()
    assert page.locator(".control .flag").count() == 2, "the batch, and the moving range that leads to it"
