"""An action from plan to verification, with every refusal on the way."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from qms.lib.errors import BadRequest, Forbidden, Invalid, NotVisible, Unmet, WrongState
from qms.records.models import NamedDate
from qms.registers import registry
from qms.registers.verify import verify
from tests.actions.made import DUE, REASON, SEEN, VALUES, do, done
from tests.factories.people import Clock, Organisation
from tests.nonconformities.made import nothing_changes


def edit(action: Any, who: str, org: Organisation, clock: Clock, **changes: Any) -> Any:
    return registry["actions"].edit(action, rev=action.rev, actor=org[who], at=clock(), reason=REASON, **changes)


def test_an_action_is_done_with_evidence_and_verified_by_somebody_else(
    action: Any, org: Organisation, clock: Clock
) -> None:
    with nothing_changes(), pytest.raises(WrongState):
        do(action, "complete", "owner", org, clock)
    action = do(action, "start", "owner", org, clock)
    with nothing_changes(), pytest.raises(WrongState):
        do(action, "verify", "verifier", org, clock, **SEEN)
    asked = {"done_on": clock.last.date(), "result": "Done.", "evidence": "MR 7", "verifier": org["verifier"]}
    action = do(action, "complete", "owner", org, clock, **asked)
    action = do(action, "verify", "verifier", org, clock, **SEEN)
    assert (action.state, action.verifier, action.verified_on) == ("verified", org["verifier"], clock.last.date())
    assert list(verify()) == []


@pytest.mark.requirement("CA-01")
def test_the_kinds_are_kept_apart(org: Organisation, clock: Clock) -> None:
    for kind in ("correction", "corrective", "preventive", "treatment", "improvement"):
        registry["actions"].create(actor=org["author"], at=clock(), **{**VALUES, "kind": kind})
    for kind in ("", "capa"):
        with nothing_changes(), pytest.raises(Invalid) as said:
            registry["actions"].create(actor=org["author"], at=clock(), **{**VALUES, "kind": kind})
        assert list(said.value.fields) == ["kind"]


@pytest.mark.parametrize("missing", ["owner", "due_on"])
def test_nothing_is_started_without_owner_and_date(org: Organisation, clock: Clock, missing: str) -> None:
    values = {**VALUES, "owner": org["owner"], missing: None}
    action = registry["actions"].create(actor=org["author"], at=clock(), **values)
    with nothing_changes(), pytest.raises(Unmet, match="owner" if missing == "owner" else "due date"):
        do(action, "start", "quality", org, clock)


def test_nobody_enters_an_action_that_is_late_at_birth_while_a_file_may_bring_one(
    action: Any, org: Organisation, clock: Clock
) -> None:
    over = clock.last.date() - datetime.timedelta(days=1)
    for source in ("page", "api:token 3"):
        with nothing_changes(), pytest.raises(Invalid) as said:
            registry["actions"].create(actor=org["author"], at=clock(), source=source, **{**VALUES, "due_on": over})
        assert said.value.fields["due_on"] == ["The due date lies in the past: give one that can be kept."]
    with nothing_changes(), pytest.raises(Invalid, match="lies in the past"):
        edit(action, "author", org, clock, due_on=over)
    row = {**VALUES, "due_on": over.isoformat()}
    (late,) = registry["actions"].create_many([row], actor=org["quality"], at=clock())
    assert late.due_on == late.original_due_on == over


@pytest.mark.requirement("CA-06")
def test_a_file_or_a_link_stands_for_evidence(action: Any, org: Organisation, clock: Clock) -> None:
    other = registry["actions"].create(actor=org["author"], at=clock(), **VALUES)
    action = do(action, "start", "owner", org, clock)
    asked = {"done_on": clock.last.date(), "result": "Done.", "verifier": org["verifier"]}
    addressed = registry["actions"].link(
        action, kind="addresses", target=other.entry, rev=action.rev, actor=org["owner"], at=clock()
    )
    with nothing_changes(), pytest.raises(Unmet, match="no evidence"):
        do(addressed, "complete", "owner", org, clock, **asked)
    action = registry["actions"].attach(
        addressed, name="log.txt", data=b"refused\n", rev=addressed.rev, actor=org["owner"], at=clock()
    )
    assert do(action, "complete", "owner", org, clock, **asked).state == "done"


def test_done_is_not_in_the_future(action: Any, org: Organisation, clock: Clock) -> None:
    with pytest.raises(Unmet, match="future"):
        done(action, org, clock, done_on=datetime.date(2026, 1, 6))


@pytest.mark.requirement("CA-07", "P11-10g-2")
def test_neither_owner_nor_doer_verifies(action: Any, org: Organisation, clock: Clock) -> None:
    started = do(action, "start", "owner", org, clock)
    asked = {"done_on": clock.last.date(), "result": "Done.", "evidence": "MR 7"}
    for verifier in ("owner", "quality"):
        with nothing_changes(), pytest.raises(Unmet, match="neither the owner nor yourself"):
            do(started, "complete", "quality", org, clock, verifier=org[verifier], **asked)
    action = do(started, "complete", "quality", org, clock, verifier=org["verifier"], **asked)
    for who in ("owner", "quality", "reader"):
        with nothing_changes(), pytest.raises(Forbidden):
            do(action, "verify", who, org, clock, **SEEN)
    with nothing_changes(), pytest.raises(NotVisible):
        do(action, "verify", "stranger", org, clock, **SEEN)
    with nothing_changes(), pytest.raises(WrongState, match="waits for its verification"):
        edit(action, "owner", org, clock, owner=org["author"])


@pytest.mark.requirement("CA-11")
@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"harm": ""}, Invalid),
        ({"harm": "yes"}, Unmet),
        ({"harm_evidence": ""}, Invalid),
        ({"harm_evidence": "N/A"}, Unmet),
        ({"verification": "ok"}, Unmet),
    ],
)
def test_no_adverse_effect_is_shown_before_it_is_verified(
    action: Any, org: Organisation, clock: Clock, changed: dict[str, str], error: type[Exception]
) -> None:
    action = done(action, org, clock)
    with nothing_changes(), pytest.raises(error):
        do(action, "verify", "verifier", org, clock, **{**SEEN, **changed})


def test_what_is_not_accepted_goes_back_with_a_reason(action: Any, org: Organisation, clock: Clock) -> None:
    action = done(action, org, clock)
    with nothing_changes(), pytest.raises(Invalid):
        do(action, "send_back", "verifier", org, clock, reason="no")
    action = do(action, "send_back", "verifier", org, clock, reason="Two pipelines still accept them.")
    assert (action.state, action.done_on, action.done_by) == ("in_progress", None, None)


@pytest.mark.requirement("CA-10")
def test_an_extension_keeps_the_first_date_counts_and_says_why(action: Any, org: Organisation, clock: Clock) -> None:
    action = do(action, "start", "owner", org, clock)
    for day in (datetime.date(2026, 3, 31), datetime.date(2026, 4, 30)):
        action = do(action, "extend", "quality", org, clock, due_on=day, reason=REASON)
    assert (action.original_due_on, action.due_on, action.extensions) == (DUE, datetime.date(2026, 4, 30), 2)
    rows = [{k: v for k, v in row.items() if k != "id"} for row in action.extension_history]
    assert rows[0] == {
        "from": "2026-02-20", "to": "2026-03-31", "reason": REASON, "by": org["quality"].pk, "on": "2026-01-05",
    }  # fmt: skip
    assert NamedDate.objects.get(entry=action.entry, name="due").on == datetime.date(2026, 4, 30)
    assert list(verify()) == []


@pytest.mark.requirement("CA-10")
def test_an_extension_is_granted_by_somebody_else_with_a_reason_and_goes_forward(
    action: Any, org: Organisation, clock: Clock
) -> None:
    action = do(action, "start", "owner", org, clock)
    later = datetime.date(2026, 3, 31)
    for who, asked, error in (
        ("owner", {"due_on": later, "reason": REASON}, Forbidden),
        ("quality", {"due_on": later, "reason": ""}, Invalid),
        ("quality", {"due_on": later, "reason": "aaaaaaaaaaaa"}, Invalid),
        ("quality", {"due_on": None, "reason": REASON}, Invalid),
        ("quality", {"due_on": DUE, "reason": REASON}, Unmet),
        ("quality", {"due_on": datetime.date(2026, 2, 1), "reason": REASON}, Unmet),
        ("quality", {"original_due_on": later, "reason": REASON}, BadRequest),
    ):
        with nothing_changes(), pytest.raises(error):
            do(action, "extend", who, org, clock, **asked)


@pytest.mark.requirement("CA-10")
def test_no_edit_moves_the_date_back_and_none_overwrites_the_first(
    action: Any, org: Organisation, clock: Clock
) -> None:
    for change, error in (
        ({"due_on": datetime.date(2026, 3, 31)}, Invalid),
        ({"due_on": None}, Invalid),
        ({"original_due_on": datetime.date(2026, 3, 31)}, BadRequest),
        ({"extensions": 0}, BadRequest),
    ):
        with nothing_changes(), pytest.raises(error):
            edit(action, "quality", org, clock, **change)
    earlier = edit(action, "owner", org, clock, due_on=datetime.date(2026, 2, 1))
    assert (earlier.due_on, earlier.original_due_on) == (datetime.date(2026, 2, 1), DUE)


def test_a_date_that_was_forgotten_becomes_the_first_one(org: Organisation, clock: Clock) -> None:
    action = registry["actions"].create(actor=org["author"], at=clock(), **{**VALUES, "due_on": None})
    assert edit(action, "quality", org, clock, due_on=DUE).original_due_on == DUE


def test_cancelling_is_for_the_quality_manager_and_takes_a_reason(action: Any, org: Organisation, clock: Clock) -> None:
    with nothing_changes(), pytest.raises(Forbidden):
        do(action, "cancel", "owner", org, clock, reason=REASON)
    with nothing_changes(), pytest.raises(Invalid):
        do(action, "cancel", "quality", org, clock, reason="")
    assert do(action, "cancel", "quality", org, clock, reason=REASON).state == "cancelled"


def test_a_verified_action_is_not_changed(action: Any, org: Organisation, clock: Clock) -> None:
    action = do(done(action, org, clock), "verify", "verifier", org, clock, **SEEN)
    with nothing_changes(), pytest.raises(WrongState):
        edit(action, "quality", org, clock, result="Something else.")


@pytest.mark.parametrize("stage", ["planned", "done", "verified"])
def test_every_stage_has_a_page(action: Any, org: Organisation, clock: Clock, client: Any, stage: str) -> None:
    if stage != "planned":
        action = do(action, "start", "owner", org, clock)
        action = do(action, "extend", "quality", org, clock, due_on=datetime.date(2026, 3, 31), reason=REASON)
        asked = {"done_on": clock.last.date(), "result": "Done.", "evidence": "MR 7", "verifier": org["verifier"]}
        action = do(action, "complete", "owner", org, clock, **asked)
    if stage == "verified":
        action = do(action, "verify", "verifier", org, clock, **SEEN)
    client.force_login(org["reader"])
    text = client.get(f"/actions/{action.number}/").content.decode()
    assert "20 Feb 2026" in text
    assert (REASON in text) is (stage != "planned")
    assert ("Regression suite passed." in text) is (stage == "verified")


@pytest.fixture
def pages(action: Any, org: Organisation, clock: Clock) -> Any:
    """Asks a page of the action as somebody, an hour after the last change."""

    def ask(who: str, path: str, **posted: str) -> Any:
        client = Client()
        client.force_login(org[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        with time_machine.travel(clock.last + datetime.timedelta(hours=1), tick=True):
            url = f"/actions/{action.number}/{path}"
            return client.post(url, posted) if posted else client.get(url)

    return ask


def test_reporting_it_done_begins_with_today_and_says_at_once_all_that_is_wrong(
    action: Any, org: Organisation, clock: Clock, pages: Any
) -> None:
    action = do(action, "start", "owner", org, clock)
    assert f'value="{clock.last.date().isoformat()}"' in pages("owner", "do/complete/").content.decode()
    asked = {"done_on": "2026-12-31", "result": "They are refused.", "verifier": "owner", "rev": str(action.rev)}
    said = pages("owner", "do/complete/", **asked).content.decode()
    assert "3 things to put right" in said
    for field in ("done_on", "evidence", "verifier"):
        assert f'id="id_{field}_error"' in said, field


def test_who_holds_no_role_verifies_nothing(action: Any, org: Organisation, clock: Clock) -> None:
    org.person("guest")
    action = do(action, "start", "owner", org, clock)
    asked = {"done_on": clock.last.date(), "result": "Done.", "evidence": "MR 7", "verifier": org["guest"]}
    with nothing_changes(), pytest.raises(Unmet, match="no role"):
        do(action, "complete", "owner", org, clock, **asked)


def test_the_verifier_sees_result_and_evidence(action: Any, org: Organisation, clock: Clock, pages: Any) -> None:
    done(action, org, clock)
    page = pages("verifier", "do/verify/").content.decode()
    assert "They are refused." in page and "Merge request 7." in page
