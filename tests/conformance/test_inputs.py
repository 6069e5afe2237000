"""A page refuses an input it does not have, as the API refuses an unknown key: nothing sent is dropped unseen."""

import html
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from qms.pages.front import Page
from tests.conformance.world import World, nothing_changes
from tests.factories.people import Clock, organisation

pytestmark = pytest.mark.one_database


def views(patterns: Any = None) -> Iterator[Any]:
    """The class of every page in the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "view_class"):
            yield pattern.callback.view_class


def test_every_page_that_takes_a_post_checks_its_inputs() -> None:
    posting = {v for v in views() if issubclass(v, Page) and hasattr(v, "post")}
    assert len(posting) > 15
    for view in posting:
        written = [c for c in view.__mro__ if "post" in vars(c)]
        assert any("self.check_inputs(" in inspect.getsource(c) for c in written), view


@pytest.mark.requirement("P11-10h")
def test_an_unknown_input_is_refused_on_every_page_of_a_record(world: World) -> None:
    record, client = world.recipe.make(), world.boss
    here, rev = f"/{world.register.key}/{record.number}/", str(record.rev)
    offers = world.register.offers(record, actor=world.org[world.recipe.boss], at=world.clock())
    verbs = [f"do/{o.transition.verb}/" for o in offers if o.allowed]
    sent = {"rev": rev, "title": "Another", "text": "Said.", "kind": "concerns", "target": record.number}
    fitting = {
        "edit/": ("rev", "title"),
        "files/": ("rev",),
        "links/": ("rev", "kind", "target"),
        "comment/": ("text",),
    }
    with nothing_changes():
        for part in [*fitting, *verbs]:
            posted = {name: sent[name] for name in fitting.get(part, ("rev",))}
            answer = client.post(here + part, {**posted, "nonsense": "1"})
            assert answer.status_code == 400 and "“nonsense”" in answer.content.decode(), part


def test_no_page_refuses_the_inputs_that_it_has_itself(world: World) -> None:
    """Every form of every page of a record is sent back with all its inputs, empty: that is never unknown."""
    record, client, key = world.recipe.make(), world.boss, world.register.key
    offers = world.register.offers(record, actor=world.org[world.recipe.boss], at=world.clock())
    parts = ["", "edit/", "files/", "links/", "comment/", *(f"do/{o.transition.verb}/" for o in offers if o.open)]
    urls = [*(f"/{key}/{record.number}/{part}" for part in parts), f"/{key}/new/", f"/{key}/new/?full=1"]
    sent = 0
    for url in urls:
        shown = client.get(url)
        for target, names in own_forms(shown.content.decode(), url) if shown.status_code == 200 else ():
            answer = client.post(target, dict.fromkeys(names, ""))
            assert answer.status_code != 400, (target, answer.content.decode()[-900:])
            sent += 1
    assert sent >= 3


def own_forms(page: str, url: str) -> Iterator[tuple[str, set[str]]]:
    """Address and names of the inputs of each form that posts to a page of the register."""
    for opening, body in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.S):
        if 'method="post"' in opening and "/account/" not in opening:
            action = re.search(r'action="([^"]+)"', opening)
            yield (html.unescape(action[1]) if action else url), set(re.findall(r'[ ]name="([^"]+)"', body))


@pytest.mark.parametrize(
    "url", ["/notices/", "/me/", "/people/new/", "/people/author/", "/imports/", "/processes/new/"]
)
def test_an_unknown_input_is_refused_on_the_other_pages(db: None, url: str) -> None:
    org = organisation(Clock())
    org.person("everything", "administrator", "quality_manager", "contributor", unit="HQ", home="HQ")
    client = Client()
    client.force_login(org["everything"])
    do = {"/me/": {"do": "issue"}, "/people/author/": {"do": "grant"}}.get(url, {})
    with nothing_changes():
        answer = client.post(url, {**do, "nonsense": "1"})
    assert answer.status_code == 400 and "“nonsense”" in answer.content.decode()
