"""A missing or expired competence blocks signing in the role that needs it, and says which (P11-10i)."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qms.lib.errors import Unmet
from qms.registers import registry
from qms.registers.permits import permit_for
from qms.registers.signing import signatures_of
from tests.conformance.world import World, nothing_changes
from tests.factories.competence import QualificationRecipe
from tests.factories.evidence_items import EvidenceRecipe

pytestmark = pytest.mark.requirement("P11-10i")


@pytest.fixture
def evidence(recipe: QualificationRecipe) -> EvidenceRecipe:
    """Evidence whose acceptance the officer signs, as compliance officer."""
    made = EvidenceRecipe.__new__(EvidenceRecipe)
    made.register, made.clock, made.org = registry["evidence-items"], recipe.clock, recipe.org
    recipe.org.person("officer", "compliance_officer")
    return made


def delivered(evidence: EvidenceRecipe) -> Any:
    return evidence.perform(evidence.make(), "deliver", valid_until=datetime.date(2099, 12, 31))


def test_without_it_nobody_signs_in_the_role_and_with_it_he_does(
    evidence: EvidenceRecipe, require: Callable[..., Any], qualify: Callable[..., Any]
) -> None:
    needed, record = require(roles=["compliance_officer"]), delivered(evidence)
    with nothing_changes(), pytest.raises(Unmet) as caught:
        evidence.perform(record, "accept")
    said = caught.value.sentences[0]
    assert f"{needed.number} Signing and what it means (missing)" in said and "as compliance officer" in said
    assert said.see == f"/competences/{needed.number}/"
    evidence.org.person("checker", "quality_manager")
    qualify("officer", needed, by="checker")
    assert evidence.perform(record, "accept").state == "accepted"


def test_an_expired_one_is_named_with_its_day(
    evidence: EvidenceRecipe, require: Callable[..., Any], qualify: Callable[..., Any]
) -> None:
    needed, record = require(roles=["compliance_officer"]), delivered(evidence)
    evidence.org.person("checker", "quality_manager")
    qualify("officer", needed, by="checker", valid_until=datetime.date(2026, 1, 20))
    evidence.clock(days=20)
    with nothing_changes(), pytest.raises(Unmet, match=r"\(expired 20 Jan 2026\)"):
        evidence.perform(record, "accept")


def test_page_and_api_show_what_is_missing_with_a_link(evidence: EvidenceRecipe, require: Callable[..., Any]) -> None:
    needed, record = require(roles=["compliance_officer"]), delivered(evidence)
    world = World(evidence)
    here = f"/evidence-items/{record.number}/"
    page = world.client("officer").get(here).content.decode()
    assert f"{needed.number} Signing and what it means (missing)" in page
    assert f'href="/competences/{needed.number}/"' in page and f"{here}do/accept/" not in page
    refused = world.client("officer").get(f"{here}do/accept/")
    assert refused.status_code == 422 and f'href="/competences/{needed.number}/"' in refused.content.decode()
    offers = world.client("officer").get(f"/api/v1{here}transitions/").json()["transitions"]
    accept = next(o for o in offers if o["verb"] == "accept")
    assert (accept["allowed"], accept["open"], accept["see"]) == (True, False, [f"/competences/{needed.number}/"])
    body = {"proof": {"username": "officer", "password": "correct horse battery staple"}}
    told = world.client("officer").post(
        f"/api/v1{here}transitions/accept/", body, "application/json", headers={"If-Match": f'"{record.rev}"'}
    )
    assert told.status_code == 422 and told.json()["see"] == [f"/competences/{needed.number}/"]
    assert needed.number in told.json()["detail"]


def test_whoever_holds_another_role_that_suffices_signs_in_that_one(
    evidence: EvidenceRecipe, require: Callable[..., Any]
) -> None:
    require(roles=["compliance_officer"])
    evidence.org.person("both", "compliance_officer", "auditor")
    record = delivered(evidence)
    permit = permit_for(evidence.org["both"], record, evidence.clock())
    assert (permit.held, permit.usable) == (("auditor", "compliance_officer"), ("auditor",))
    evidence.moves = {**evidence.moves, "accept": type(evidence.moves["accept"])("both")}
    done = evidence.perform(record, "accept")
    assert signatures_of(evidence.fresh(done))[0][0].role == "Auditor"


@pytest.mark.parametrize(
    "change",
    [
        {"needed_to_sign": False},
        {"roles": ["approver"]},
        {"unit": "SOUTH"},
        {"required_since": datetime.date(2027, 1, 1)},
    ],
)
def test_what_is_not_asked_here_blocks_nothing(
    evidence: EvidenceRecipe, require: Callable[..., Any], change: dict[str, Any]
) -> None:
    if change.get("unit") == "SOUTH":
        evidence.org.person("southern", "quality_manager", unit="SOUTH", home="SOUTH")
        southern, register = evidence.org["southern"], registry["competences"]
        made = register.create(
            actor=southern, at=evidence.clock(), title="Only there", description="d", roles=["compliance_officer"],
            needed_to_sign=True, unit=evidence.org.units["SOUTH"],
        )  # fmt: skip
        register.perform(made, "require", rev=made.rev, actor=southern, at=evidence.clock())
    else:
        require(**{"roles": ["compliance_officer"], **change})
    assert evidence.perform(delivered(evidence), "accept").state == "accepted"


def test_what_is_asked_above_is_asked_below(evidence: EvidenceRecipe, require: Callable[..., Any]) -> None:
    chief = evidence.org.person("chief", "quality_manager", unit="HQ", home="HQ")
    register = registry["competences"]
    made = register.create(
        actor=chief, at=evidence.clock(), title="Everywhere", description="d", roles=["compliance_officer"],
        needed_to_sign=True, unit=evidence.org.units["HQ"],
    )  # fmt: skip
    register.perform(made, "require", rev=made.rev, actor=chief, at=evidence.clock())
    with pytest.raises(Unmet, match="Everywhere"):
        evidence.perform(delivered(evidence), "accept")


def test_asking_takes_one_query(evidence: EvidenceRecipe, require: Callable[..., Any]) -> None:
    for n in range(3):
        require(title=f"Course {n}", roles=["compliance_officer"])
    record, officer = delivered(evidence), evidence.org["officer"]
    permit_for(officer, record, evidence.clock())  # reads the person's roles, once
    with CaptureQueriesContext(
        connection,
    ) as asked:
        permit = permit_for(officer, record, evidence.clock())
    assert len(asked) == 1 and len(permit.lacks["compliance_officer"]) == 3


def test_before_it_is_required_the_page_says_whom_it_stops(recipe: QualificationRecipe) -> None:
    from django.test import Client

    boss = recipe.org["approver"]
    recipe.org.person("officer", "compliance_officer")
    made = registry["competences"].create(
        actor=boss, at=recipe.clock(), title="Signing", unit=recipe.org.units["NORTH"], description="A course.",
        roles=["quality_manager", "compliance_officer"], needed_to_sign=True,
    )  # fmt: skip
    browser = Client()
    browser.force_login(boss)
    said = browser.get(f"/competences/{made.number}/do/require/").content.decode()
    assert "cannot sign as quality manager, compliance officer" in said and "Officer Example" in said
    assert "Nobody would be left who verifies it" in said
