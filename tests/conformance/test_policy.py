"""No page runs what somebody wrote into it, and none asks another host for anything."""

import re

import pytest
from django.test import Client

from tests.conformance.world import World
from tests.factories.people import Clock, organisation

pytestmark = pytest.mark.one_database

#: A block of JSON is data, which no browser runs.
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>|<[^>]+\s(?:style|on[a-z]+)\s*=|javascript:", re.I
)
FETCHED = re.compile(r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"([^\"]+)\"", re.I)


def is_safe(answer: object, url: str) -> None:
    """Scripts and styles come from files of ours, and the policy forbids all else."""
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))  # type: ignore[index]
    assert policy["default-src"] == policy["style-src"] == policy["form-action"] == "'self'", url
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'", url
    assert set(policy["script-src"].split()) - {"'self'"} <= {n for n in policy["script-src"].split() if "'nonce-" in n}
    page = answer.content.decode()  # type: ignore[attr-defined]
    found = INLINE.search(page)
    assert found is None, (url, page[found.start() : found.end() + 80] if found else "")
    assert [u for u in FETCHED.findall(page) if not u.startswith("/") or u.startswith("//")] == [], url


@pytest.mark.requirement("MK-27")
def test_no_page_of_a_record_holds_a_script_or_style_of_its_own(world: World) -> None:
    record, key = world.recipe.make(), world.register.key
    urls = [u for u in world.pages(record.number) if not u.endswith("/print/")] + [f"/{key}/", f"/{key}/new/"]
    seen = 0
    for url in urls:
        answer = world.boss.get(url)
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code != 301:
            is_safe(answer, url)
            seen += 1
    assert seen > 8


def test_no_other_page_does_either(db: None) -> None:
    org = organisation(Clock())
    org.person("boss", "administrator", "quality_manager", unit="HQ", home="HQ")
    client = Client()
    is_safe(client.get("/account/login/"), "login")
    client.force_login(org["boss"])
    for url in ("/", "/work/", "/me/", "/people/", "/people/author/", "/notices/", "/ledger/", "/imports/",
                "/standards/", "/search/?q=x", "/nowhere/", "/processes/PRO-9999/"):  # fmt: skip
        is_safe(client.get(url), url)


def test_an_empty_organisation_is_told_that_there_is_no_data(db: None) -> None:
    """A number over nothing is none, and nothing is never all right."""
    org = organisation(Clock())
    org.person("boss", "quality_manager", unit="HQ", home="HQ")
    client = Client()
    client.force_login(org["boss"])
    page = client.get("/").content.decode()
    assert page.count(">no data<") >= 3 and "100" not in re.sub(r"<[^>]+>", "", page.partition("<main")[2])
