"""The guides in the program."""

import pytest
from django.test import Client

from qms.pages.help import guides, with_addresses
from tests.pages.conftest import Opened


def test_help_leads_from_every_page_to_the_guides_and_their_links_lead_on(sign_in: Opened, trials: None) -> None:
    reader = sign_in("author")
    assert 'href="/help/"' in reader.get("/").content.decode()
    start = reader.get("/help/").content.decode()
    assert 'href="/help/guide/audit-to-closure/"' in start and 'href="/help/api/"' in start
    page = reader.get("/help/guide/audit-to-closure/")
    assert page.status_code == 200 and "<h1>From an audit to a closed nonconformity</h1>" in page.content.decode()


@pytest.mark.parametrize("name", ["../README", "nowhere", "decisions/../../qms/settings", "api.md", "images/home"])
def test_nothing_but_guides_is_read(sign_in: Opened, trials: None, name: str) -> None:
    assert sign_in("author").get(f"/help/{name}/").status_code == 404


def test_every_guide_is_a_page(sign_in: Opened, trials: None) -> None:
    reader = sign_in("author")
    for name in guides() - {"README"}:
        answer = reader.get(f"/help/{name}/")
        assert answer.status_code == 200, name
        assert ".md)" not in answer.content.decode() and "<script>alert" not in answer.content.decode()


def test_links_between_files_become_links_between_pages() -> None:
    text = "[a](lists.md#saved-views) [b](../api.md) ![p](../images/home.png) [c](requirements.csv) [d](https://x.org/)"
    assert with_addresses(text, "guide/for-an-audit") == (
        "[a](/help/guide/lists/) [b](/help/api/)  c [d](https://x.org/)"
    )


def test_help_is_for_those_who_are_signed_in(db: None) -> None:
    assert Client(HTTP_HOST="localhost").get("/help/").status_code == 302
