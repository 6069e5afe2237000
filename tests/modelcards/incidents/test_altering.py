"""EUA-73-3: while an incident is investigated and the authority is not informed, the system is not altered."""

from typing import Any

import pytest
from django.test import Client

from modelcards.services import gate
from qms.lib.errors import Unmet
from qms.registers import registry
from tests.factories.incidents import IncidentRecipe
from tests.modelcards.systems.made import HASH, OTHER_HASH, Story

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("EUA-73-3")]


class Case:
    """A system with a live version, and an incident with it."""

    def __init__(self) -> None:
        self.recipe = IncidentRecipe()
        self.story: Story = self.recipe.story
        self.system = self.recipe.system
        self.version = self.story.current(self.system)
        self.story.let_pass(self.version)
        self.deployment = self.story.live(self.version)
        self.next = self.story.version(self.system, "1.1.0", OTHER_HASH)
        self.incident = self.recipe.perform(self.recipe.make(version=self.version), "take_up")

    def asked(self, artifact: str = HASH) -> Any:
        actor, at = self.story.org["author"], self.story.clock()
        return gate.answer(self.story.fresh(self.system), version="1.0.0", artifact=artifact, actor=actor, at=at)

    def alterations(self) -> list[Any]:
        """Everything that would alter the system, each as something to call."""
        story, register = self.story, registry["deployments"]
        return [
            lambda: story.deployment(self.next, "staging"),
            lambda: story.edit(self.version, components="Another tokenizer."),
            lambda: story.do(self.next, "make_current", "author"),
            lambda: story.edit(self.deployment, share=50),
            lambda: register.create(
                actor=story.org["author"], at=story.clock(), version=story.fresh(self.next), environment="shadow",
                share=10,
            ),
        ]  # fmt: skip


@pytest.fixture
def case() -> Case:
    return Case()


def test_nothing_alters_the_system_and_each_refusal_names_the_incident(case: Case) -> None:
    for alter in case.alterations():
        with pytest.raises(Unmet) as refused:
            alter()
        said = str(refused.value)
        assert case.incident.number in said and "before the authority is informed" in said
        assert "Authority informed of changes" in said


def test_the_gate_says_no_with_the_way_to_mend_it(case: Case) -> None:
    row = case.asked()
    assert row.result == "fail"
    (reason,) = [r for r in row.reasons if r["code"] == "incident"]
    assert case.incident.number in reason["text"]
    assert reason["url"] == f"/incidents/{case.incident.number}/do/inform_authority/"


def test_what_was_planned_before_does_not_go_live(case: Case) -> None:
    informed = case.recipe.perform(case.incident, "inform_authority")
    planned = case.story.deployment(case.next, "staging")
    assert case.asked().result == "pass"
    second = case.recipe.perform(case.recipe.make(version=case.version), "take_up")
    with pytest.raises(Unmet, match=second.number):
        case.story.do(planned, "go_live", "author")
    assert informed.informed_at and informed.informed_how == "By mail, MSA-17"


def test_once_the_authority_is_informed_everything_goes_on(case: Case) -> None:
    case.recipe.perform(case.incident, "inform_authority")
    for alter in case.alterations():
        alter()
    assert case.asked().result in ("pass", "fail") and not [r for r in case.asked().reasons if r["code"] == "incident"]


@pytest.mark.parametrize("ending", ["dismiss", "close"])
def test_once_it_is_over_everything_goes_on(case: Case, ending: str) -> None:
    record = case.incident
    if ending == "close":
        record = case.recipe.perform(record, "report_complete")
        assert case.asked().result == "fail"  # reported is not informed of an alteration
        record = case.recipe.before(record, "close")
    case.recipe.perform(record, ending)
    assert case.asked().result == "pass"


def test_a_draft_that_anybody_may_record_stops_nothing(case: Case) -> None:
    case.recipe.perform(case.incident, "dismiss")
    case.recipe.make(version=case.version)
    assert case.asked().result == "pass"


def test_people_are_protected_first_ending_and_rolling_back_stay_possible(case: Case) -> None:
    assert case.story.do(case.deployment, "end", "author").state == "ended"
    assert case.story.do(case.version, "withdraw", "approver", measure="disable").state == "withdrawn"


def test_another_system_is_not_concerned(case: Case) -> None:
    other = case.story.version(case.story.approved(title="Another system"))
    assert case.story.deployment(other).state == "planned"


def test_the_page_says_so_and_leads_there(case: Case) -> None:
    client = Client()
    client.force_login(case.story.org["author"])
    page = client.get(f"/incidents/{case.incident.number}/").content.decode()
    assert f"{case.system.number} is not to be altered." in page and "do/inform_authority/" in page
    refused = client.post("/deployments/new/", {"version": case.next.pk, "environment": "staging", "share": 100})
    assert refused.status_code == 422 and case.incident.number in refused.content.decode()


def test_the_authority_was_informed_after_we_knew(case: Case) -> None:
    import datetime

    before = case.incident.aware_at - datetime.timedelta(seconds=1)
    with pytest.raises(Unmet, match="We became aware only"):
        case.recipe.perform(case.incident, "inform_authority", informed_at=before)
    record = case.recipe.perform(case.incident, "inform_authority")
    with pytest.raises(Unmet, match="The authority was informed on"):
        case.recipe.perform(record, "inform_authority")
