"""The record page, the why-tree and adding an action, as a person meets them."""

from typing import Any

import pytest
from django.test import Client

from qms.registers import registry
from tests.nonconformities.made import REASON, WHY, Story, nothing_changes


@pytest.fixture
def ask(story: Story, client: Client) -> Any:
    """Gets or posts a page as somebody."""

    def request(who: str, path: str = "", **posted: str) -> Any:
        client.force_login(story.org[who])
        url = f"/nonconformities/{story.nc.number}/{path}"
        answer = client.post(url, posted) if posted else client.get(url)
        story.nc = registry["nonconformities"].model.objects.select_related("entry").get(pk=story.nc.pk)
        return answer

    return request


@pytest.mark.parametrize("stage", ["reported", "ready", "approved", "checking"])
def test_every_stage_has_a_page(story: Story, ask: Any, stage: str) -> None:
    getattr(story, stage)()
    for who in ("owner", "quality", "approver", "reader"):
        assert story.nc.title in ask(who).content.decode()


def test_the_page_shows_tree_actions_and_late_entry(story: Story, ask: Any) -> None:
    story.ready()
    story.edit("owner", occurred_on="2025-12-01")
    text = ask("reader").content.decode()
    for said in (WHY, "Root cause.", "run-4411.txt", "ACT-2026-0001", "late entry: 35 days", "therefore"):
        assert said in text


@pytest.mark.requirement("CA-05")
def test_the_page_says_why_the_check_waits(story: Story, ask: Any) -> None:
    story.ready()
    story.edit("owner", not_before_days=1095)
    story.do("submit_plan", "owner")
    story.do("approve_plan", "approver")
    story.finish(story.actions[0])
    story.do("start_check", "owner")
    assert "1095 days after the last action was verified" in ask("checker").content.decode()


@pytest.mark.requirement("CA-03")
def test_a_why_tree_is_built_without_script(story: Story, ask: Any) -> None:
    story.triaged()
    story.attach("owner")

    def move(move: str, **more: str) -> Any:
        return ask("owner", "causes/", move=move, rev=str(story.nc.rev), **more)

    assert move("add", row="", text="The gate was asked too early").status_code == 302
    first = story.nc.causes[0]["id"]
    move("add", row=first, text="Nothing ties the gate to the age of its data", category="method")
    second = story.nc.causes[1]["id"]
    kept = {"row": second, "text": "No rule ties them", "category": "method", "root": "on", "evidence": ""}
    bare = move("change", **kept, status="confirmed", evidence_ref="", reason=REASON)
    assert bare.status_code == 422 and "without evidence" in bare.content.decode()
    wrong = move("change", **kept, status="confirmed", evidence_ref="nothing.txt", reason=REASON)
    assert wrong.status_code == 422 and "no file of this record" in wrong.content.decode()
    assert move("change", **kept, status="confirmed", evidence_ref="run-4411.txt", reason=REASON).status_code == 302
    assert [(r["text"], r["status"], r["root"]) for r in story.nc.causes] == [
        ("The gate was asked too early", "assumed", False), ("No rule ties them", "confirmed", True),
    ]  # fmt: skip
    assert move("remove", row=first, reason=REASON).status_code == 422
    shown = ask("reader", "causes/").content.decode()
    assert "The gate was asked too early" in shown and "is not confirmed" in shown and 'name="move"' not in shown


def test_a_change_of_the_tree_asks_why_and_a_reader_changes_nothing(story: Story, ask: Any) -> None:
    story.triaged().caused()
    row = story.nc.causes[0]
    with nothing_changes():
        kept = {"row": row["id"], "text": row["text"], "status": "refuted", "move": "change", "rev": str(story.nc.rev)}
        assert ask("owner", "causes/", **kept, reason="so").status_code == 422
        assert ask("reader", "causes/", **kept, reason=REASON).status_code == 403
        assert ask("owner", "causes/", **{**kept, "rev": "1"}, reason=REASON).status_code == 412
        assert ask("owner", "causes/", move="burn", rev="1").status_code == 400
        assert ask("stranger", "causes/", **kept, reason=REASON).status_code == 404


def test_an_action_is_added_from_the_record(story: Story, ask: Any) -> None:
    story.triaged()
    assert ask("reader", "actions/new/").status_code == 403
    assert "cycle 1" in ask("owner", "actions/new/").content.decode()
    given = {"kind": "corrective", "title": "Refuse old evaluations", "owner": "worker", "description": ""}
    with nothing_changes():
        assert ask("owner", "actions/new/", **given).status_code == 422
    assert ask("owner", "actions/new/", **given, due_on="2099-02-20").status_code == 302
    action = registry["actions"].model.objects.get()
    assert (action.title, action.cycle, action.owner) == ("Refuse old evaluations", 1, story.org["worker"])
    assert action.entry.attached["links"] == [{"kind": "addresses", "target": story.nc.number}]
    assert "Refuse old evaluations" in ask("reader").content.decode()


def test_what_was_typed_is_shown_as_text(story: Story, ask: Any) -> None:
    story.triaged()
    ask("owner", "causes/", move="add", row="", rev=str(story.nc.rev), text="<script>alert(1)</script>")
    for path in ("", "causes/"):
        assert "<script>alert" not in ask("owner", path).content.decode()


@pytest.mark.requirement("CA-08")
def test_a_repetition_is_shown_and_can_be_linked(story: Story, ask: Any) -> None:
    story.triaged()
    story.edit("owner", cause_code="Stale data")
    first = story.nc
    story.triaged()
    story.edit("owner", cause_code="stale data")
    text = ask("owner").content.decode()
    assert f'href="/nonconformities/{first.number}/"' in text
    assert f'href="/nonconformities/{story.nc.number}/links/"' in text


def test_a_field_that_was_locked_since_the_page_was_shown_is_refused_and_not_dropped(story: Story, ask: Any) -> None:
    """Sent back unchanged it does not matter; changed, the answer says why it stays as it is."""
    story.approved()
    held = {n: getattr(story.nc, n) for n in ("criterion", "measure", "target", "method", "sample_or_window")}
    sent = {"rev": str(story.nc.rev), "reason": REASON, "not_before_days": "14", "checker": "checker", **held}
    with nothing_changes():
        answer = ask("owner", "edit/?section=effect", **{**sent, "target": "0.5"})
        assert answer.status_code == 409 and "Take it back to change it" in answer.content.decode()
        assert ask("owner", "edit/?section=effect", **sent).status_code == 302
