"""Who has which competence: verified by somebody else, seen by few, running out by the clock."""

import datetime

import pytest
from dateutil.relativedelta import relativedelta

from qms.attachments.models import Attachment
from qms.attachments.store import path_of
from qms.jobs.sweep import tick
from qms.lib.errors import Forbidden, Invalid, NotVisible, Unmet, WrongState
from qms.notices.models import Notice
from qms.notices.reminders import remind
from qms.records.models import LedgerRow
from qms.registers.signing import signatures_of
from tests.conformance.world import World, nothing_changes
from tests.factories.competence import QualificationRecipe

DAY = datetime.date


def test_validity_follows_from_the_competence_and_is_never_reversed(recipe: QualificationRecipe) -> None:
    made = recipe.make()
    assert made.valid_until == made.obtained_on + relativedelta(months=3)
    assert made.title == "Signing and what it means – Author Example"
    with nothing_changes(), pytest.raises(Invalid, match="validity ends before it was obtained"):
        recipe.make(valid_until=DAY(2025, 12, 31))
    with nothing_changes(), pytest.raises(Invalid, match="has not come yet"):
        recipe.make(obtained_on=DAY(2026, 2, 1))


@pytest.mark.requirement("P11-10g-2")
def test_nobody_verifies_or_assesses_his_own(recipe: QualificationRecipe) -> None:
    recipe.competence()
    with nothing_changes(), pytest.raises(Invalid, match="Nobody assesses himself"):
        recipe.make(assessor=recipe.org["author"])
    own = recipe.register.create(
        actor=recipe.org["approver"], at=recipe.clock(), person=recipe.org["approver"], competence=recipe.competence(),
        obtained_on=recipe.clock.last.date(), evidence="Course.",
    )  # fmt: skip
    with nothing_changes(), pytest.raises(Forbidden):
        recipe.perform(own, "verify", actor=recipe.org["approver"])
    done = recipe.perform(own, "verify")
    [(signature, valid)] = signatures_of(recipe.fresh(done))
    assert valid and (signature.meaning, signature.signer.username) == ("verification", "assessor")


def test_one_records_his_own_and_the_quality_people_those_of_others(recipe: QualificationRecipe) -> None:
    recipe.org.person("other", "contributor")
    recipe.competence()
    with nothing_changes(), pytest.raises(Forbidden, match="record your own"):
        recipe.make(person=recipe.org["other"])
    given = {"person": recipe.org["other"], "competence": recipe.competence(), "obtained_on": DAY(2026, 1, 4)}
    made = recipe.register.create(actor=recipe.org["approver"], at=recipe.clock(), evidence="Course.", **given)
    assert made.owner.username == "other"
    with nothing_changes(), pytest.raises(WrongState, match="stays with its person"):
        recipe.register.edit(
            made, rev=made.rev, actor=recipe.org["approver"], at=recipe.clock(), person=recipe.org["author"]
        )


def test_what_nothing_shows_is_not_verified(recipe: QualificationRecipe) -> None:
    made = recipe.make(evidence="")
    with nothing_changes(), pytest.raises(Unmet, match="Nothing shows it yet"):
        recipe.perform(made, "verify")
    made = recipe.register.attach(
        made, name="certificate.txt", data=b"passed", rev=made.rev, actor=recipe.org["author"], at=recipe.clock()
    )
    blob = path_of(Attachment.objects.get(entry=made.pk).blob.sha256)
    blob.unlink()
    with nothing_changes(), pytest.raises(Unmet, match="“certificate.txt” is missing on the disk"):
        recipe.perform(made, "verify")
    blob.write_bytes(b"passed")
    done = recipe.perform(made, "verify")
    with nothing_changes(), pytest.raises(WrongState, match="verified"):
        recipe.register.attach(
            done, name="b.txt", data=b"b", rev=done.rev, actor=recipe.org["approver"], at=recipe.clock()
        )


@pytest.mark.requirement("P11-10d")
def test_only_the_person_the_assessor_and_the_quality_people_see_it(recipe: QualificationRecipe, world: World) -> None:
    recipe.org.person("colleague", "contributor", "approver", "auditor", "executive", "risk_manager")
    recipe.org.person("above", "compliance_officer", unit="HQ", home="HQ")
    recipe.org.person("elsewhere", "quality_manager", unit="SOUTH", home="SOUTH")
    recipe.org.person("top", "reader", unit="HQ", home="HQ")
    made = recipe.make()
    for who, seen in (
        ("author", True), ("assessor", True), ("approver", True), ("above", True), ("colleague", False),
        ("elsewhere", False), ("stranger", False), ("top", False),
    ):  # fmt: skip
        if seen:
            assert recipe.register.get(made.number, recipe.org[who]).pk == made.pk, who
        else:
            with pytest.raises(NotVisible):
                recipe.register.get(made.number, recipe.org[who])
        number = f"q={made.number}"
        for url in (f"/search/?{number}", f"/qualifications/?phase=all&{number}", f"/api/v1/search/?{number}"):
            told = world.client(who).get(url).content.decode().replace(number, "")
            assert (made.title in told) == seen, (who, url)


def test_the_clock_lets_it_run_out_once_after_reminding(recipe: QualificationRecipe) -> None:
    done = recipe.perform(recipe.make(), "verify")
    noon = datetime.datetime.combine(done.valid_until, datetime.time(12), datetime.UTC)
    remind(at=noon - datetime.timedelta(days=30))
    assert Notice.objects.filter(entry=done.pk, user=recipe.org["author"], on=done.valid_until).exists()
    assert tick(at=noon).done["competence"] == 0
    assert [tick(at=noon + datetime.timedelta(days=1)).done["competence"] for _ in range(2)] == [1, 0]
    row = LedgerRow.objects.filter(entry=done.pk).latest("pk")
    assert (row.action, row.actor.username) == ("qualifications.expire", "system")
    assert recipe.fresh(done).state == "expired"


def test_an_unknown_role_or_clause_is_no_competence(recipe: QualificationRecipe) -> None:
    from qms.registers import registry

    for values in ({"roles": ["wizard"]}, {"clauses": ["iso9001-2015:99"]}, {"validity_months": 0}):
        with nothing_changes(), pytest.raises(Invalid):
            registry["competences"].create(
                actor=recipe.org["approver"], at=recipe.clock(), title="T", description="d", **values
            )
