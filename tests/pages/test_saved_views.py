"""Saved views: kept with what the list knows, shown as tabs, shared in sight of the ledger, broken ones said."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from qms.records.models import LedgerRow
from qms.registers.lists import saved
from qms.registers.models import SavedView
from tests.factories.people import Clock, Organisation
from tests.pages.conftest import Opened
from tests.pages.test_list import make, numbers

HERE = "/trials/views/"


@pytest.fixture
def rows(trials: Any, org: Organisation, clock: Clock) -> list[Any]:
    """Two drafts, one of them the author's."""
    return make(trials, org, clock, "Mine", owner=org["author"]) + make(trials, org, clock, "Not mine")


def save(client: Client, name: str, query: str, **more: str) -> Any:
    return client.post(HERE, {"do": "save", "name": name, "query": query, **more})


def do(client: Client, what: str, view: SavedView, **more: str) -> Any:
    return client.post(HERE, {"do": what, "view": view.pk, **more})


def the_view(name: str) -> SavedView:
    return SavedView.objects.select_related("user").get(name=name)


def tabs(page: str) -> list[str]:
    """The names of the views beside the phases."""
    bar = re.search(r'<nav class="tabs views".*?</nav>', page, re.DOTALL)
    return re.findall(r'<span class="name">([^<]*)</span>', bar.group()) if bar else []


def test_list_is_saved_as_it_is_and_opened_again(sign_in: Opened, rows: list[Any]) -> None:
    client = sign_in("author")
    page = client.get("/trials/?phase=draft&owner=me&sort=title").content.decode()
    query = re.search(r'name="query" value="([^"]+)"', page)
    assert query and query.group(1) == "owner=me&amp;phase=draft&amp;sort=title"
    answer = save(client, "  My   drafts ", "?sort=title&owner=me&phase=draft&after=&q=&view=99")
    view = the_view("My drafts")
    assert (view.query, answer["Location"]) == ("owner=me&phase=draft&sort=title", f"/trials/?view={view.pk}")
    page = client.get(answer["Location"]).content.decode()
    assert numbers(page) == ["TRI-2026-0001"] and tabs(page) == ["My drafts"]
    assert f'href="?view={view.pk}" aria-current="page"' in page
    assert tabs(sign_in("approver").get("/trials/").content.decode()) == []
    assert LedgerRow.objects.filter(action__startswith="views.").count() == 0, "a preference of one person is no event"


def test_a_view_stays_in_sight_while_its_list_is_changed_and_takes_the_change_on_request(
    sign_in: Opened, rows: list[Any]
) -> None:
    client = sign_in("author")
    save(client, "Mine", "phase=draft&owner=me")
    view = the_view("Mine")
    page = client.get(f"/trials/?view={view.pk}").content.decode()
    assert "Save changes" not in page and f'href="?owner=me&amp;phase=all&amp;view={view.pk}"' in page
    page = client.get(f"/trials/?phase=all&view={view.pk}").content.decode()
    assert len(numbers(page)) == 2 and "Save changes" in page and '<span class="count">changed</span>' in page
    assert do(client, "change", view, query="phase=all").status_code == 302
    assert the_view("Mine").query == "phase=all"


def test_nothing_is_saved_that_the_list_does_not_know(sign_in: Opened, rows: list[Any]) -> None:
    client = sign_in("author")
    for query in ("ownr=me", "phase=later", "state=nowhere", "sort=note", "due=soon", "owner=ghost", "q=%00"):
        answer = save(client, "Wrong", query)
        assert answer.status_code == 422, query
        assert client.get(f"{HERE}?{query}").status_code == 400, query
    assert "“ownr” is no parameter of this list." in save(client, "Wrong", "ownr=me").content.decode()
    assert save(client, "Wrong", "q=%01").status_code == 422
    for name in ("", "   ", "x" * 61, "a\x00b"):
        assert save(client, name, "phase=all").status_code == 422
    assert save(client, "Many", "&".join(f"q{n}=1" for n in range(60))).status_code == 422
    assert save(client, "Long", "q=" + "x" * 2000).status_code in (302, 422), "a search is cut where the list cuts it"
    assert not SavedView.objects.filter(name__in=("Wrong", "Many")).exists()


@pytest.mark.parametrize("default", [False, True], ids=["asked for", "by default"])
def test_a_filter_that_is_gone_is_said_and_shows_no_rows(
    sign_in: Opened, trials: Any, rows: list[Any], monkeypatch: pytest.MonkeyPatch, default: bool
) -> None:
    client = sign_in("author")
    monkeypatch.setattr(type(trials), "filters", ("tags",))
    save(client, "Small ones", "phase=all&tags=small", **({"is_default": "on"} if default else {}))
    view, address = the_view("Small ones"), "/trials/" if default else f"/trials/?view={the_view('Small ones').pk}"
    assert client.get(address).status_code == 200
    monkeypatch.setattr(type(trials), "filters", ())
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 400 and numbers(page) == []
    assert "The view “Small ones” cannot be shown" in page and "“tags” is no parameter of this list." in page
    assert client.get(f"/trials/?view={view.pk}&format=csv").status_code == 400
    assert "“tags” is no parameter of this list." in client.get(HERE).content.decode()
    assert len(numbers(client.get(f"/trials/?phase=draft&view={view.pk}").content.decode())) == 2, "and can be mended"


def test_a_state_that_is_gone_is_said_too(
    sign_in: Opened, trials: Any, rows: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("author")
    save(client, "Written", "state=written")
    monkeypatch.delitem(trials.lifecycle.states, "written")
    answer = client.get(f"/trials/?view={the_view('Written').pk}")
    page = answer.content.decode()
    assert answer.status_code == 400 and "The view “Written” cannot be shown" in page
    assert "“written” is no value of “state”." in page


def test_the_list_opens_with_the_default_and_with_one_only(sign_in: Opened, rows: list[Any]) -> None:
    client = sign_in("author")
    assert numbers(client.get("/trials/").content.decode()) == []
    save(client, "Drafts", "phase=draft", is_default="on")
    assert len(numbers(client.get("/trials/").content.decode())) == 2
    page = client.get("/trials/?phase=open").content.decode()
    assert numbers(page) == [] and "changed</span>" not in page, "a tab says what it shows, and is no view"
    save(client, "Mine", "phase=draft&owner=me", is_default="on")
    assert len(numbers(client.get("/trials/").content.decode())) == 1
    assert [v.name for v in SavedView.objects.filter(is_default=True)] == ["Mine"]
    do(client, "default", the_view("Drafts"))
    assert len(numbers(client.get("/trials/").content.decode())) == 2
    do(client, "plain", the_view("Drafts"))
    assert numbers(client.get("/trials/").content.decode()) == []


def test_a_view_is_renamed_and_deleted_by_its_owner_alone(sign_in: Opened, rows: list[Any]) -> None:
    client, other = sign_in("author"), sign_in("approver")
    save(client, "First", "phase=draft")
    save(client, "Second", "phase=all")
    assert do(client, "rename", the_view("Second"), name="FIRST").status_code == 422
    assert do(client, "rename", the_view("Second"), name="Third").status_code == 302
    for what in ("rename", "default", "plain", "share", "unshare", "delete", "change"):
        answer = do(other, what, the_view("Third"), name="Taken", query="phase=open")
        assert answer.status_code == 404, "whoever may not see it learns nothing"
    assert other.get(f"/trials/?view={the_view('Third').pk}").status_code == 404
    assert do(client, "delete", the_view("Third")).status_code == 302
    assert [v.name for v in SavedView.objects.all()] == ["First"]
    for word in ("x", "0", "-1", "²", ""):
        assert client.get(f"/trials/?view={word}").status_code in (400, 404), word
        assert client.post(HERE, {"do": "delete", "view": word}).status_code == 404
    assert client.post(HERE, {"do": "paint", "view": "1"}).status_code == 422


@pytest.mark.requirement("P11-10e-1")
def test_sharing_is_for_the_quality_manager_and_stands_in_the_ledger(
    sign_in: Opened, org: Organisation, rows: list[Any]
) -> None:
    author, boss, stranger = (sign_in(who) for who in ("author", "approver", "stranger"))
    save(author, "Mine", "phase=draft&owner=me")
    assert do(author, "share", the_view("Mine")).status_code == 403
    assert save(author, "Loud", "phase=all", shared="on").status_code == 403
    assert not SavedView.objects.filter(name="Loud").exists(), "nothing half done"
    save(boss, "Drafts of all", "phase=draft&owner=me", shared="on")
    view = the_view("Drafts of all")
    page = author.get(f"/trials/?view={view.pk}").content.decode()
    assert tabs(page) == ["Mine", "Drafts of all"] and "shared by Approver Example" in page
    assert numbers(page) == ["TRI-2026-0001"], "“me” is whoever reads it"
    assert tabs(stranger.get("/trials/").content.decode()) == []
    assert stranger.get(f"/trials/?view={view.pk}").status_code == 404
    for what in ("rename", "default", "change", "delete", "unshare"):
        assert do(author, what, view, name="Mine too", query="phase=all").status_code == 403, what
    do(boss, "rename", view, name="Drafts of everybody")
    do(boss, "unshare", view)
    assert author.get(f"/trials/?view={view.pk}").status_code == 404
    told = LedgerRow.objects.filter(action__startswith="views.").order_by("pk")
    assert [(r.action, r.subject, r.actor_id) for r in told] == [
        ("views.share", "trials: Drafts of all", org["approver"].pk),
        ("views.change", "trials: Drafts of everybody", org["approver"].pk),
        ("views.unshare", "trials: Drafts of everybody", org["approver"].pk),
    ]
    assert json.loads(bytes(told[1].body))["details"]["was"]["name"] == "Drafts of all"


def test_an_administrator_takes_back_what_another_shared_and_nothing_else(
    sign_in: Opened, org: Organisation, rows: list[Any]
) -> None:
    boss, admin = sign_in("approver"), None
    save(boss, "Shared", "phase=draft", shared="on")
    org.person("admin", "administrator")
    admin, view = sign_in("admin"), the_view("Shared")
    for what in ("rename", "change", "delete", "default"):
        assert do(admin, what, view, name="Other", query="phase=all").status_code == 403, what
    assert do(admin, "unshare", view).status_code == 302
    assert the_view("Shared").shared_at is None
    assert do(boss, "share", view).status_code == 302
    org.grants("approver").filter(role="quality_manager").delete()
    late = sign_in("approver")
    assert do(late, "rename", view, name="Renamed for all").status_code == 403, (
        "who may not share changes nothing shared"
    )
    assert do(late, "unshare", view).status_code == 302


def test_views_are_bounded_and_the_sentence_says_so(
    sign_in: Opened, rows: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "MOST", 2)
    monkeypatch.setattr(saved, "MOST_SHARED", 1)
    client = sign_in("approver")
    save(client, "One", "phase=all", shared="on")
    save(client, "Two", "phase=draft")
    third = save(client, "Three", "phase=done")
    assert third.status_code == 422 and "You have 2 views of this list" in third.content.decode()
    more = do(client, "share", the_view("Two"))
    assert more.status_code == 422 and "1 views of this list are shared" in more.content.decode()


def test_what_leaves_a_view_as_a_file_is_what_it_shows(sign_in: Opened, rows: list[Any]) -> None:
    client = sign_in("author")
    save(client, "Mine", "phase=draft&owner=me")
    page = client.get(f"/trials/?view={the_view('Mine').pk}").content.decode()
    assert (
        'href="?owner=me&amp;phase=draft&amp;format=csv"' in page and "/trials/print/?owner=me&amp;phase=draft" in page
    )
    table = client.get("/trials/?owner=me&phase=draft&format=csv").content.decode("utf-8-sig")
    assert len(table.strip().splitlines()) == 2


def test_the_page_of_views_says_what_each_shows(sign_in: Opened, rows: list[Any]) -> None:
    client = sign_in("author")
    save(client, "Mine", "phase=draft&owner=me&sort=-title&q=recall")
    page = client.get(HERE).content.decode()
    assert "Phase: Draft · Search: recall · Owner: me · Order: Title, falling" in page
