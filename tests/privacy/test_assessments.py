"""Impact assessments: screening, contents, advice that is not the decision, consultation, and another look."""

import datetime
import hashlib
from typing import Any

import pytest
from django.test import Client

from privacy.services.reopening import reopen
from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.records.models import LedgerRow
from qms.registers import registry
from qms.signatures.models import Signature
from tests.factories.impact_assessments import (
    ADVICE,
    DECISION,
    HIGH,
    IMPACT,
    RIGHTS,
    ImpactAssessmentRecipe,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipe() -> ImpactAssessmentRecipe:
    return ImpactAssessmentRecipe()


def through(recipe: ImpactAssessmentRecipe, record: Any, *verbs: str) -> Any:
    for verb in verbs:
        record = recipe.perform(record, verb)
    return record


def decided(recipe: ImpactAssessmentRecipe, **values: Any) -> Any:
    return through(recipe, recipe.make(**values), "assess", "ask_advice", "advise", "decide")


def browser(recipe: ImpactAssessmentRecipe, name: str = "officer") -> Client:
    client = Client()
    client.force_login(recipe.org[name])
    return client


@pytest.mark.requirement("GD-35-1", "GD-5.2")
def test_a_no_is_a_signed_decision_with_its_reasons(recipe: ImpactAssessmentRecipe) -> None:
    with pytest.raises(Unmet, match="screening"):
        recipe.perform(recipe.make(screening="n/a"), "not_required")
    with pytest.raises(Unmet, match="2 of the nine criteria hold"):
        recipe.perform(recipe.make(), "not_required", although="")
    alone = recipe.perform(recipe.make(criteria=["scoring"]), "not_required", although="")
    assert alone.state == "not_required"
    asked = browser(recipe, "approver").get(f"/impact-assessments/{recipe.make().number}/do/not_required/")
    assert "Criteria that hold: Evaluation or scoring, Large scale" in asked.content.decode()
    assert "wrote the screening" in asked.content.decode()
    made = recipe.perform(recipe.make(requiring=[]), "not_required")
    scope = recipe.register.lifecycle.transitions["not_required"].signs.scope
    assert scope.of(made, {})["fields"]["although"] == made.although
    assert "although" not in scope.of(alone, {})["fields"], "what was signed before it was asked stays valid"
    signature = Signature.objects.get(entry=made.pk)
    assert (made.state, signature.meaning, signature.signer.username) == ("not_required", "responsibility", "approver")
    with pytest.raises(Forbidden):
        recipe.perform(recipe.make(), "not_required", actor=recipe.org["officer"])


@pytest.mark.requirement("GD-35-1")
@pytest.mark.parametrize("case", ["a", "b", "c", "list"])
def test_what_the_law_requires_cannot_be_screened_away(recipe: ImpactAssessmentRecipe, case: str) -> None:
    record = recipe.make(requiring=[case])
    with pytest.raises(Unmet, match="It is required"):
        recipe.perform(record, "not_required")
    assert recipe.perform(record, "assess").state == "assessment"


@pytest.mark.requirement("GD-35-2")
@pytest.mark.parametrize(
    ("blank", "ref"),
    [
        ("description", r"35\(7\)\(a\)"), ("purposes", r"35\(7\)\(a\)"), ("necessity", r"35\(7\)\(b\)"),
        ("risks", r"35\(7\)\(c\)"), ("measures", r"35\(7\)\(d\)"), ("views_none", r"35\(9\)"),
    ],
)  # fmt: skip
def test_advice_is_asked_on_a_whole_assessment(recipe: ImpactAssessmentRecipe, blank: str, ref: str) -> None:
    record = recipe.perform(recipe.make(**{blank: [] if blank == "risks" else ""}), "assess")
    with pytest.raises(Unmet, match=ref):
        recipe.perform(record, "ask_advice")


@pytest.mark.requirement("GD-35-2", "GD-5.2")
def test_the_officer_signs_advice_and_somebody_else_decides(recipe: ImpactAssessmentRecipe) -> None:
    record = through(recipe, recipe.make(), "assess", "ask_advice", "advise")
    assert Signature.objects.get(entry=record.pk).meaning == "advice"
    assert record.advised_by == recipe.org["officer"]
    with pytest.raises(Forbidden):
        recipe.perform(record, "decide", actor=recipe.org["officer"])
    here, client = f"/impact-assessments/{record.number}/do/", browser(recipe, "approver")
    assert "has moved on" in client.get(f"{here}assess/").content.decode()
    early = client.get(f"/impact-assessments/{recipe.make().number}/do/decide/")
    assert early.status_code == 409 and "has not come to that yet" in early.content.decode()
    made = recipe.perform(record, "decide")
    assert {s.meaning for s in Signature.objects.filter(entry=made.pk)} == {"advice", "approval"}


@pytest.mark.requirement("GD-35-2")
def test_a_decision_that_differs_from_the_advice_says_why(recipe: ImpactAssessmentRecipe) -> None:
    record = through(recipe, recipe.make(), "assess", "ask_advice", "advise")
    assert record.advice_result == ADVICE["advice_result"] != "proceed"
    with pytest.raises(Unmet, match="differs from the advice"):
        recipe.perform(record, "decide", **{**DECISION, "decision": "proceed"})
    reasons = "The condition is met already: deletion is built in."
    made = recipe.perform(record, "decide", **{**DECISION, "decision": "proceed", "decision_reason": reasons})
    assert made.decision_reason == reasons


@pytest.mark.requirement("GD-35-2")
def test_a_high_residual_risk_waits_for_the_authority(recipe: ImpactAssessmentRecipe) -> None:
    record = through(recipe, recipe.make(risks=[HIGH]), "assess", "ask_advice", "advise")
    assert record.residual == "high"
    with pytest.raises(Unmet, match=r"Art\. 36"):
        recipe.perform(record, "decide")
    pack = browser(recipe).get(f"/impact-assessments/{record.number}/consultation/")
    assert pack.content.startswith(b"%PDF")
    assert LedgerRow.objects.filter(action="export", subject=record.number).exists()
    tomorrow = recipe.clock().date() + datetime.timedelta(days=1)
    with pytest.raises(Unmet, match="not come yet"):
        recipe.perform(record, "consult", authority="Example authority", consulted_on=tomorrow)
    consulted = through(recipe, record, "consult")
    assert consulted.state == "consultation"
    with pytest.raises(Unmet, match="in a sentence"):
        recipe.perform(consulted, "answer", authority_answer="No")
    assert through(recipe, consulted, "answer", "decide").state == "decided"
    low = through(recipe, recipe.make(), "assess", "ask_advice", "advise")
    with pytest.raises(Unmet, match="no consultation"):
        recipe.perform(low, "consult")


def test_the_pack_has_the_letters_of_36_3(recipe: ImpactAssessmentRecipe) -> None:
    from privacy.prints.consultation import consultation_shape

    shape = consultation_shape(recipe.make(risks=[HIGH]), actor=recipe.org["officer"])
    assert [s.label[:2] for s in shape.sections if s.label[1] == "."] == ["a.", "b.", "c.", "d.", "e.", "f."]


def system_with_version(recipe: ImpactAssessmentRecipe, version: str, system: Any = None) -> Any:
    author = recipe.org["author"]
    system = system or registry["systems"].create(actor=author, at=recipe.clock(), title="Mail reader", purpose="Mail.")
    artifact = hashlib.sha256(version.encode()).hexdigest()
    registry["system-versions"].create(
        actor=author, at=recipe.clock(), system=system, version=version, artifact=artifact
    )
    return system


def linked(recipe: ImpactAssessmentRecipe, record: Any, target: Any) -> Any:
    return recipe.register.link(
        record, kind="concerns", target=target.number, rev=None, actor=recipe.org["author"], at=recipe.clock(),
        reason="The assessment is about it.",
    )  # fmt: skip


@pytest.mark.requirement("GD-35-2", "AIMS-04")
def test_a_new_version_of_a_linked_system_reopens_it_once(recipe: ImpactAssessmentRecipe) -> None:
    system = system_with_version(recipe, "1.0")
    record = linked(recipe, recipe.make(), system)
    record = through(recipe, record, "assess", "ask_advice", "advise", "decide")
    assert reopen(at=recipe.clock()) == 0, "the version of before the decision is its ground"
    system_with_version(recipe, "2.0", system)
    assert (reopen(at=recipe.clock()), reopen(at=recipe.clock())) == (1, 0)
    turned = recipe.fresh(record)
    row = LedgerRow.objects.filter(entry=record.pk).order_by("-rev").first()
    assert turned.state == "review_needed"
    assert system.number in row.reason and "2.0" in row.reason
    assert row.source == "job:impact-assessments"
    again = through(recipe, turned, "assess", "ask_advice", "advise", "decide")
    assert reopen(at=recipe.clock()) == 0
    assert recipe.fresh(again).state == "decided"


@pytest.mark.requirement("GD-35-2")
@pytest.mark.parametrize("what", ["assessment", "system"])
def test_an_approved_change_reopens_it(recipe: ImpactAssessmentRecipe, what: str) -> None:
    from tests.factories.changes import ChangeRecipe

    system = system_with_version(recipe, "1.0")
    record = through(recipe, linked(recipe, recipe.make(), system), "assess", "ask_advice", "advise", "decide")
    changes = ChangeRecipe.__new__(ChangeRecipe)
    changes.register, changes.clock, changes.org = registry["changes"], recipe.clock, recipe.org
    change = changes.make()
    target = (record if what == "assessment" else system).number
    change = changes.register.link(
        change, kind="concerns", target=target, rev=None, actor=recipe.org["author"], at=recipe.clock()
    )
    assert reopen(at=recipe.clock()) == 0, "a change that is only planned changes nothing"
    for verb in ("assess", "approve"):
        change = changes.perform(changes.fresh(change), verb)
    assert reopen(at=recipe.clock()) == 1
    assert change.number in LedgerRow.objects.filter(entry=record.pk).order_by("-rev").first().reason


def test_the_job_of_the_sweep_is_registered() -> None:
    from qms.jobs.registry import jobs

    assert "impact-assessments" in jobs()


@pytest.mark.requirement("EUA-27")
@pytest.mark.parametrize("letter", list(zip("abcdef", list(RIGHTS)[1:], strict=True)))
def test_fundamental_rights_have_six_parts(recipe: ImpactAssessmentRecipe, letter: tuple[str, str]) -> None:
    record = recipe.perform(recipe.make(**{**RIGHTS, letter[1]: ""}), "assess")
    with pytest.raises(Unmet, match=rf"27\(1\)\({letter[0]}\)"):
        recipe.perform(record, "ask_advice")


@pytest.mark.requirement("EUA-27")
def test_the_authority_is_notified_of_fundamental_rights_only(recipe: ImpactAssessmentRecipe) -> None:
    rights = decided(recipe, **RIGHTS)
    page = browser(recipe).get(f"/impact-assessments/{rights.number}/").content.decode()
    assert "The authority is not notified yet" in page
    assert recipe.perform(rights, "notify").notified_as == "MSA-12"
    with pytest.raises(Unmet, match="Only a fundamental rights"):
        recipe.perform(decided(recipe), "notify")


@pytest.mark.requirement("AIMS-04")
@pytest.mark.parametrize("name", list(IMPACT)[1:])
def test_ai_impact_is_on_individuals_groups_and_society_with_misuse(recipe: ImpactAssessmentRecipe, name: str) -> None:
    with pytest.raises(Unmet, match="say something about"):
        recipe.perform(recipe.perform(recipe.make(**{**IMPACT, name: ""}), "assess"), "ask_advice")
    assert decided(recipe, **IMPACT).state == "decided"


@pytest.mark.requirement("EUA-27", "AIMS-04")
@pytest.mark.parametrize("kind", ["fundamental_rights", "ai_impact"])
def test_another_assessment_begins_with_what_this_one_says(recipe: ImpactAssessmentRecipe, kind: str) -> None:
    system = system_with_version(recipe, "1.0")
    record = linked(recipe, recipe.make(), system)
    here = f"/impact-assessments/{record.number}/"
    client = browser(recipe, "author")
    assert client.get(f"{here}begin/?kind={kind}").status_code == 200
    answer = client.post(f"{here}begin/", {"kind": kind})
    made = recipe.register.get(answer["Location"].split("/")[2], recipe.org["author"])
    assert (made.kind, made.state, made.measures) == (kind, "draft", record.measures)
    assert made.risks[0]["impact"] == record.risks[0]["impact"] and made.risks[0]["id"] != record.risks[0]["id"]
    ends = {link["target"] for link in made.entry.attached["links"]}
    assert ends == {record.number, system.number}
    assert record.risks[0]["impact"] in (made.fr_harms or made.on_individuals)
    assert client.post(f"{here}begin/", {"kind": "data_protection"}).status_code == 422


def test_what_was_advised_on_is_locked_and_sent_back_with_a_reason(recipe: ImpactAssessmentRecipe) -> None:
    record = through(recipe, recipe.make(), "assess", "ask_advice")
    assert "risks" in recipe.register.locked(record)
    back = recipe.perform(record, "return")
    assert (back.state, back.advice, "risks" in recipe.register.locked(back)) == ("assessment", "", False)


def test_a_risk_with_measures_says_what_remains(recipe: ImpactAssessmentRecipe) -> None:
    bare = {**HIGH, "residual_severity": "", "residual_likelihood": ""}
    with pytest.raises(Unmet, match="Risk 1"):
        recipe.perform(recipe.perform(recipe.make(risks=[bare]), "assess"), "ask_advice")
    with pytest.raises(Invalid):
        recipe.make(risks=[{**HIGH, "severity": "5"}])


@pytest.mark.requirement("EUA-27", "GD-35-2")
def test_whoever_advises_sees_what_this_kind_was_asked(recipe: ImpactAssessmentRecipe) -> None:
    rights = through(recipe, recipe.make(**RIGHTS), "assess", "ask_advice")
    page = browser(recipe).get(f"/impact-assessments/{rights.number}/do/advise/").content.decode()
    assert RIGHTS["fr_harms"] in page and "Views of data subjects" not in page
    data = through(recipe, recipe.make(), "assess", "ask_advice")
    page = browser(recipe).get(f"/impact-assessments/{data.number}/do/advise/").content.decode()
    assert "Views of data subjects" in page and "Persons and groups" not in page


def test_measures_do_not_make_a_risk_worse(recipe: ImpactAssessmentRecipe) -> None:
    worse = {**HIGH, "severity": "2", "residual_severity": "4"}
    with pytest.raises(Invalid, match="Row 2: what is left after the measures"):
        recipe.make(risks=[HIGH, worse])
