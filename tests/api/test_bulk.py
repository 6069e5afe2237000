"""Many records and saved views by API: what is asked, what is answered, and which token may."""

from typing import Any

import pytest

from qms.registers import registry
from qms.registers.models import SavedView
from tests.api.test_records import by_token, counts, send
from tests.processes.made import AT, VALUES, some_people

HERE = "/api/v1/processes/"
REASON = "The process was merged into another."


@pytest.fixture
def people(db: None) -> Any:
    return some_people()


@pytest.fixture
def three(people: Any) -> list[Any]:
    make = registry["processes"].create
    return [make(actor=people.quality, at=AT, owner=people.owner, unit=people.unit, **VALUES) for _ in range(3)]


def body(records: list[Any], **more: Any) -> dict[str, Any]:
    return {"verb": "void", "reason": REASON, "records": [{"number": r.number, "rev": r.rev} for r in records], **more}


def test_each_record_has_the_status_it_would_have_alone(people: Any, three: list[Any]) -> None:
    asked = body(three)
    asked["records"][1]["rev"] = 7
    asked["records"].append({"number": "PRO-9999", "rev": 1})
    answer = send(by_token(people.quality), "POST", f"{HERE}bulk/", asked)
    assert answer.status_code == 200
    said = answer.json()
    assert [(r["status"], r["rev"], r["state"]) for r in said["results"]] == [
        (200, 2, "void"), (412, 1, "draft"), (200, 2, "void"), (404, None, None)
    ]  # fmt: skip
    assert (said["done"], said["refused"]) == (2, 2) and "revision 7" in said["results"][1]["sentences"][0]
    history = by_token(people.quality).get(f"{HERE}{three[0].number}/history/").json()["results"][0]
    assert history["reason"] == REASON and history["source"].startswith("api:token")


def test_a_token_that_only_reads_and_a_person_who_may_not_change_nothing(people: Any, three: list[Any]) -> None:
    before = counts()
    assert send(by_token(people.quality, "read"), "POST", f"{HERE}bulk/", body(three)).status_code == 403
    refused = send(by_token(people.reader), "POST", f"{HERE}bulk/", body(three)).json()
    assert {r["status"] for r in refused["results"]} == {403} and refused["done"] == 0
    assert counts() == before


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"verb": "review"}, 422, "asks more than a reason"), ({"verb": "fly"}, 404, "fly"),
        ({"reason": "short"}, 422, "at least 10"), ({"records": []}, 422, "at least one"),
        ({"records": [{"number": "PRO-0001", "rev": 1}] * 2}, 400, "twice"),
        ({"records": [{"number": "PRO-0001"}]}, 422, "1. rev"), ({"records": "PRO-0001"}, 422, "list"),
        ({"records": [{"number": f"PRO-{n}", "rev": 1} for n in range(201)]}, 422, "at most 200"),
        ({"state": "closed"}, 400, "cannot be set"), ({"verb": "hand_over"}, 422, "Say who"),
        ({"verb": "hand_over", "owner": "nobody"}, 422, "owner"),
    ],
)  # fmt: skip
def test_a_request_that_makes_no_sense_for_any_record_changes_nothing(
    people: Any, three: list[Any], changed: dict[str, Any], status: int, said: str
) -> None:
    before = counts()
    answer = send(by_token(people.quality), "POST", f"{HERE}bulk/", body(three) | changed)
    assert answer.status_code == status, answer.content
    assert said in answer.content.decode()
    assert counts() == before


def test_views_are_saved_read_changed_and_deleted(people: Any, three: list[Any]) -> None:
    client = by_token(people.quality)
    made = send(client, "POST", f"{HERE}views/", {"name": "All of mine", "query": "owner=me&phase=all"})
    assert made.status_code == 201
    view = made.json()
    assert (view["name"], view["query"], view["owner"], view["shared_at"]) == (
        "All of mine", "owner=me&phase=all", "quality", None
    )  # fmt: skip
    assert client.get(view["url"]).status_code == 200
    one = f"{HERE}views/{view['id']}/"
    changed = send(client, "PATCH", one, {"name": "Mine", "default": True, "shared": True}).json()
    assert (changed["name"], changed["default"]) == ("Mine", True) and changed["shared_at"]
    assert [v["name"] for v in by_token(people.owner).get(f"{HERE}views/").json()["results"]] == ["Mine"]
    assert by_token(people.stranger).get(f"{HERE}views/").json()["results"] == []
    assert send(by_token(people.owner), "DELETE", one).status_code == 403
    assert send(client, "DELETE", one).status_code == 204 and not SavedView.objects.exists()


def test_a_view_that_cannot_be_kept_is_refused_whole(people: Any, three: list[Any]) -> None:
    client = by_token(people.owner)
    for wrong in (
        {"name": "X", "query": "nonsense=1"}, {"name": "", "query": "phase=all"}, {"name": "X"},
        {"name": "X", "query": "phase=all", "colour": "red"},
    ):  # fmt: skip
        assert send(client, "POST", f"{HERE}views/", wrong).status_code in (400, 422), wrong
    assert send(client, "POST", f"{HERE}views/", {"name": "X", "query": "phase=all", "shared": True}).status_code == 403
    read = by_token(people.owner, "read")
    assert send(read, "POST", f"{HERE}views/", {"name": "X", "query": "phase=all"}).status_code == 403
    assert not SavedView.objects.exists()
    kept = send(client, "POST", f"{HERE}views/", {"name": "Kept", "query": "phase=all"}).json()
    half = send(client, "PATCH", f"{HERE}views/{kept['id']}/", {"name": "Half", "shared": True})
    assert half.status_code == 403 and SavedView.objects.get().name == "Kept"
