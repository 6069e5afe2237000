"""Pages and endpoints ask the database as often for three rows as for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.lib.errors import Refused
from tests.conformance.world import World

pytestmark = pytest.mark.requirement("MK-23")


def cost(get: Callable[[], Any]) -> tuple[int, list[str]]:
    """How many queries a request makes, and which; asked twice, so that what is kept for the process is there."""
    get()
    with CaptureQueriesContext(connection) as queries:
        assert get().status_code == 200
    return len(queries), [q["sql"] for q in queries]


def difference(before: list[str], after: list[str]) -> str:
    """The statements that came on top."""
    left = [q[:160] for q in before]
    return "\n".join(q for q in (a[:160] for a in after) if not (q in left and left.remove(q) is None))


def same(before: tuple[int, list[str]], after: tuple[int, list[str]], what: str) -> None:
    assert after[0] <= before[0], f"{what}: {before[0]} queries, then {after[0]}:\n{difference(before[1], after[1])}"


def test_a_list_asks_as_often_for_three_records_as_for_one(world: World) -> None:
    key = world.register.key
    urls = [
        f"/{key}/?phase=all",
        f"/{key}/?phase=all&format=csv",
        f"/api/v1/{key}/",
        "/api/v1/search/?q=2026",
        "/work/",
    ]
    world.recipe.make()
    before = {url: cost(lambda url=url: world.boss.get(url)) for url in urls}
    for _ in range(2):
        world.recipe.make()
    for url in urls:
        same(before[url], cost(lambda url=url: world.boss.get(url)), url)


def add_one_of_everything(world: World, record: Any, targets: list[Any], n: int) -> Any:
    """One more file, link from here, link to here, comment and version."""
    record = world.attached(world.recipe.fresh(record), f"file {n}.txt", f"content {n}".encode())
    record = world.linked(world.recipe.fresh(record), targets[n])
    try:
        world.linked(targets[n], record, "raises")
    except Refused:
        pass  # some records take no links in their state
    world.commented(record, f"Comment {n} by the boss.")
    return world.edited(record, title=f"Title number {n}")


def test_a_record_page_asks_as_often_with_three_of_everything_as_with_one(world: World) -> None:
    record = world.recipe.make()
    targets = [world.recipe.make() for _ in range(3)]
    here = f"/{world.register.key}/{record.number}/"
    urls = [here + part for part in ("", "history/", "links/", "files/", "comment/")]
    api = f"/api/v1{here}"
    urls += [api + part for part in ("", "history/", "links/", "files/", "comments/", "signatures/", "transitions/")]
    urls = [u for u in urls if not u.endswith("/comment/") or "/api/" in u]
    record = add_one_of_everything(world, record, targets, 0)
    before = {url: cost(lambda url=url: world.boss.get(url)) for url in urls}
    for n in (1, 2):
        record = add_one_of_everything(world, record, targets, n)
    for url in urls:
        same(before[url], cost(lambda url=url: world.boss.get(url)), url)


def test_lists_and_records_stay_within_their_number_of_queries(world: World) -> None:
    record = world.recipe.make()
    limits = {f"/{world.register.key}/?phase=all": 12, f"/{world.register.key}/": 12}
    limits |= {f"/api/v1/{world.register.key}/": 10}
    limits |= {f"/{world.register.key}/{record.number}/": 30, f"/api/v1/{world.register.key}/{record.number}/": 15}
    for url, most in limits.items():
        count, queries = cost(lambda url=url: world.boss.get(url))
        assert count <= most, f"{url}: {count} queries\n" + "\n".join(q[:200] for q in queries)
