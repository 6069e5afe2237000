"""The pages of causes, 8D and figures in Chromium: nobody is kept out, and no text of a picture lies on another."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests import servers
from tests.factories.people import Clock
from tests.journeys.by_browser import PHONE
from tests.nonconformities.made import START, Story, company
from tests.nonconformities.test_costs import cost
from tests.nonconformities.test_repeats import report

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
CATEGORIES = ("data", "labels", "model", "code", "infrastructure", "people", "drift")
#: Boxes of all texts in an SVG, as the browser has drawn them.
BOXES = """svg => [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => {
  const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom, t.textContent]; })"""


@pytest.fixture
def live(own_database: str) -> Iterator[SimpleNamespace]:
    """A web server as a thread."""
    with servers.served() as url:
        yield SimpleNamespace(url=url)


@pytest.fixture
def story(own_database: str) -> Story:
    """An 8D of forty causes, a case worded alike, and a cost."""
    clock = Clock(START)
    told = Story(company(clock), clock)
    told.triaged()
    told.edit(
        "owner", causes=forty(), cause_set="ml", approach="8d", detected="after", emergency="Customers were told."
    )
    told.do("complete_step", "owner", eight_d_step="d0")
    report(told, "Recall fell again below its limit", code="stale data", origin="audit")
    report(told, "Recall fell again below its limit", code="stale data", origin="customer")
    cost(told, category="external", nonconformity=told.nc)
    return told


def forty() -> list[dict[str, Any]]:
    """Causes of four depths in all categories, with gates."""
    text = "Nothing ties the gate to the age of the data that it evaluates, whatever their origin, number {}"
    rows: list[dict[str, Any]] = []
    for n in range(40):
        parent = "" if n < 8 else f"w{(n * 7) % n}"
        status = ("assumed", "refuted", "assumed")[n % 3]
        row = {"id": f"w{n}", "parent": parent, "text": text.format(n)[: 30 + n * 2], "status": status}
        rows.append(row | {"category": CATEGORIES[n % 7] if n % 4 == 0 else "", "gate": "and" if n % 5 == 0 else ""})
    return rows


def overlaps(boxes: list[list[Any]]) -> list[tuple[str, str]]:
    """Texts that lie on one another by more than a pixel."""
    pairs = ((a, b) for place, a in enumerate(boxes) for b in boxes[place + 1 :])
    return [
        (a[4], b[4]) for a, b in pairs if a[0] + 1 < b[2] and b[0] + 1 < a[2] and a[1] + 1 < b[3] and b[1] + 1 < a[3]
    ]


@pytest.mark.requirement("CA-04", "MK-27")
def test_pictures_and_figures_keep_nobody_out_and_can_be_read(
    story: Story, live: Any, new_page: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    client = Client()
    client.force_login(story.org["owner"])
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live.url}
    here, dates = f"/nonconformities/{story.nc.number}/", "?from=2026-01-01&to=2026-12-31"
    paths = [
        f"{here}8d/", f"{here}causes/", f"{here}causes/ishikawa/", f"{here}causes/fault-tree/",
        f"/nonconformities/figures/{dates}", f"/nonconformities/figures/list/{dates}&by=cause&key=stale+data",
        f"/quality-costs/figures/{dates}", here,
    ]  # fmt: skip
    found = []
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.context.add_cookies([session])
        for path in paths if scheme == "light" else paths[2:5]:
            assert page.goto(path).status == 200, path
            found += [f"{scheme} {path} {said}" for said in axe(page)]
            for picture in page.locator("svg.fishbone, svg.gates, svg.pareto").all():
                boxes = picture.evaluate(BOXES)
                assert len(boxes) > 3
                assert overlaps(boxes) == [], path
    assert found == [], "\n".join(found)
    phone = new_page(viewport=PHONE)
    phone.context.add_cookies([session])
    for path in paths:
        phone.goto(path)
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is wider than a phone by {wide} px"
