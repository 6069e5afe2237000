"""Page, API, print and register say the same of a record: values, state, and which moves are open to whom."""

import io
import re
from typing import Any

import pytest
from django.utils.html import escape
from pypdf import PdfReader

from tests.conformance.world import World, registers
from tests.factories.recipes import recipe_of

STATES = [(r.key, state) for r in registers() for state in r.lifecycle.states]


def print_of(world: World, record: Any) -> str:
    answer = world.boss.get(f"/{world.register.key}/{record.number}/print/")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_a_record_says_the_same_on_page_by_api_and_on_paper(world: World) -> None:
    title = "Łukasz <b>& 名前</b> “quoted”"
    record = world.edited(world.recipe.make(), title=title)
    here = f"/{world.register.key}/{record.number}/"
    page = world.boss.get(here).content.decode()
    told = world.boss.get(f"/api/v1{here}")
    paper = print_of(world, record)
    body = told.json()
    assert told.headers["ETag"] == f'"{record.rev}"' and body["rev"] == record.rev
    assert (body["number"], body["title"], body["state"]) == (record.number, title, record.state)
    assert escape(title) in page and "<b>& " not in page, "HTML in a title is text"
    assert record.number in page and record.number in paper
    state = world.register.lifecycle.label(record.state)
    assert state in page and state in paper
    assert "Łukasz" in paper and "名前" in paper
    by_number = world.boss.get(f"/r/{record.number}")
    assert by_number.status_code in (301, 302) and by_number["Location"].endswith(here)


def test_history_says_the_same_on_page_and_by_api(world: World) -> None:
    record = world.edited(world.recipe.make(), title="The second title")
    here = f"/{world.register.key}/{record.number}/"
    versions = world.boss.get(f"/api/v1{here}history/").json()["results"]
    assert [v["rev"] for v in versions] == list(range(record.rev, 0, -1))
    page = world.boss.get(f"{here}history/").content.decode()
    assert "The second title" in re.sub(r"</?(ins|del)[^>]*>", "", page) or "second" in page
    assert "Said more clearly now." in page and versions[0]["reason"] == "Said more clearly now."


def test_a_list_says_the_same_on_page_by_api_and_as_csv(world: World) -> None:
    numbers = {world.recipe.make().number for _ in range(3)}
    key = world.register.key
    told = {row["number"] for row in world.boss.get(f"/api/v1/{key}/").json()["results"]}
    assert numbers <= told
    page = world.boss.get(f"/{key}/?phase=all").content.decode()
    sheet = world.boss.get(f"/{key}/?phase=all&format=csv").content.decode("utf-8-sig")
    for number in told:
        assert number in page and number in sheet
    assert len(sheet.strip().splitlines()) == len(told) + 1
    assert world.boss.get(f"/{key}/print/?phase=all").content.startswith(b"%PDF-")


def test_a_cell_of_an_export_is_never_a_formula(world: World) -> None:
    world.edited(world.recipe.make(), title="=HYPERLINK(1)")
    sheet = world.boss.get(f"/{world.register.key}/?phase=all&format=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in sheet and ",=HYPERLINK" not in sheet


@pytest.mark.requirement("P11-10f", "P11-10g-1")
@pytest.mark.parametrize(("register", "state"), STATES)
def test_buttons_endpoint_and_register_offer_the_same_moves(db: None, register: str, state: str) -> None:
    """In every state, to the boss, the author and whoever makes the next moves."""
    recipe = recipe_of(register)()
    world, record = World(recipe), recipe.fresh(recipe.in_state(state))
    lifecycle = recipe.register.lifecycle
    people = {recipe.boss, recipe.author, *(recipe.moves[t.verb].who for t in lifecycle.leaving(state))}
    here = f"/{register}/{record.number}/"
    for who in sorted(people):
        told = world.client(who).get(f"/api/v1{here}transitions/").json()
        page = world.client(who).get(here).content.decode()
        by_api = {t["verb"]: (t["allowed"], t["open"]) for t in told["transitions"]}
        assert told["state"] == state and set(by_api) <= set(lifecycle.transitions)
        on_page = set(re.findall(rf"{re.escape(here)}do/([\w-]+)/", page))
        assert on_page <= {v for v, (_allowed, is_open) in by_api.items() if is_open}, (
            f"{who}: a button that is refused"
        )
        missing = {v for v, (_allowed, is_open) in by_api.items() if is_open} - on_page
        assert not missing - set(recipe.own_buttons), f"{who}: {missing} are open and have no button"
        for blocked in told["transitions"]:
            for sentence in blocked["blocked_by"]:
                assert escape(sentence) in page, f"{who}: the page does not say why “{blocked['verb']}” is blocked"


def test_a_form_holds_every_editable_field(world: World) -> None:
    record = world.recipe.make()
    new = world.client(world.recipe.author).get(f"/{world.register.key}/new/")
    assert new.status_code == 200
    edit = world.boss.get(f"/{world.register.key}/{record.number}/edit/")
    assert edit.status_code == 200
    text = edit.content.decode()
    locked = world.register.locked(world.recipe.fresh(record))
    for name in world.register.editable:
        if name not in locked and name not in world.recipe.own_fields:
            assert re.search(rf'name="{name}["-]|name="{name}_|data-rows="{name}"|id="id_{name}', text), name


def test_an_api_edit_shows_on_the_page_and_the_other_way_round(world: World) -> None:
    record = world.recipe.make()
    here = f"/{world.register.key}/{record.number}/"
    sent = world.boss.patch(
        f"/api/v1{here}", {"title": "Set by API", "reason": "Said more clearly now."}, "application/json",
        headers={"If-Match": f'"{record.rev}"'},
    )  # fmt: skip
    assert sent.status_code == 200, sent.content
    assert "Set by API" in world.boss.get(here).content.decode()
    stale = world.boss.patch(
        f"/api/v1{here}", {"title": "Too late", "reason": "Said more clearly now."}, "application/json",
        headers={"If-Match": f'"{record.rev}"'},
    )  # fmt: skip
    assert stale.status_code == 412
    unmatched = world.boss.patch(f"/api/v1{here}", {"title": "No match"}, "application/json")
    assert unmatched.status_code == 428
    unknown = world.boss.patch(
        f"/api/v1{here}", {"state": "closed"}, "application/json", headers={"If-Match": f'"{record.rev + 1}"'}
    )
    assert unknown.status_code == 400
    assert world.boss.get(f"/api/v1{here}").json()["title"] == "Set by API"


@pytest.mark.requirement("P11-10f")
def test_a_step_out_of_order_is_refused_and_noted(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """By a page and by API alike: the status, and a line that says who tried what."""
    record = world.recipe.make()
    lifecycle = world.register.lifecycle
    verb = next((v for v, t in lifecycle.transitions.items() if record.state not in t.sources), None)
    if verb is None:  # every step may be the first one: there is no order to break, and an unknown step is none
        assert world.boss.get(f"/api/v1/{world.register.key}/{record.number}/transitions/nonsense/").status_code == 404
        return
    here, who = f"/{world.register.key}/{record.number}/", world.recipe.moves[verb].who
    sent = world.client(who).post(
        f"/api/v1{here}transitions/{verb}/", {}, "application/json", headers={"If-Match": f'"{record.rev}"'}
    )
    pressed = world.client(who).post(f"{here}do/{verb}/", {"rev": record.rev})
    assert (sent.status_code, pressed.status_code) == (409, 409)
    notes = [r.getMessage() for r in caplog.records if r.name == "qms.refused"]
    assert notes == [
        f"Refused with 409: POST /api/v1{here}transitions/{verb}/ by {who}",
        f"Refused with 409: POST {here}do/{verb}/ by {who}",
    ]
