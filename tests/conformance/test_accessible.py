"""Every register's list, record and form in Chromium: no violation of WCAG 2.2 AA, the record in the dark too."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from tests import servers
from tests.conformance.world import World
from tests.factories.recipes import recipe_of

pytestmark = [pytest.mark.browser, pytest.mark.requirement("MK-27")]


@pytest.fixture
def live(own_database: str) -> Iterator[SimpleNamespace]:
    """Nothing is asked of the web server but the pages, so it is a thread."""
    with servers.served() as url:
        yield SimpleNamespace(url=url)


def signed_in(page: Any, world: World, who: str, url: str) -> None:
    """Give the browser the session of a person."""
    client = Client()
    client.force_login(world.org[who])
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def test_no_page_of_a_register_keeps_anybody_out(
    key: str, live: Any, new_page: Callable[..., Any], axe: Callable[[Any], list[str]]
) -> None:
    world = World(recipe_of(key)())
    recipe = world.recipe
    record = recipe.make()
    record = world.attached(recipe.fresh(record), "seen.txt")
    world.commented(record, "Please look at *this*.")
    record = world.edited(record, title="A title that was changed once")
    here, found = f"/{key}/{record.number}/", []
    forms = [f"/{key}/new/"] if world.register.may_add(world.org[recipe.boss]) else []
    page = new_page(color_scheme="light")
    signed_in(page, world, recipe.boss, live.url)
    for path in [f"/{key}/?phase=all", *forms, here]:
        answer = page.goto(path)
        assert answer.status == 200, path
        found += [f"light {path} {said}" for said in axe(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark {here} {said}" for said in axe(page)]
    assert found == [], "\n".join(found)
