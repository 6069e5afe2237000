"""The statement of applicability: decided line by line, signed, exactly one in force, read by coverage and scope."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from qms.lib.errors import Forbidden, Invalid, NotVisible, Unmet, WrongState
from qms.records.models import Entry, LedgerRow, NamedDate
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.signatures.models import Signature
from qms.signatures.proof import PasswordProof
from standards import packs
from standards.applicability import exclusions, implementation
from standards.models import Statement, StatementLine
from standards.services.statements import decide_chapter, fill, next_version
from standards.statement_queries import changes_of, progress_of
from tests.factories.people import PASSWORD
from tests.factories.standards import (
    ISO9001,
    ISO42001,
    NO,
    REVIEW,
    YES,
    AnnexARecipe,
    StatementRecipe,
    decide,
    in_force,
)

pytestmark = pytest.mark.django_db
SUPPLIERS, CUSTOMERS = "A.10.3", "A.10.4"


@pytest.fixture
def recipe() -> StatementRecipe:
    return AnnexARecipe()


def line_of(statement: Any, ref: str) -> Any:
    return StatementLine.objects.get(statement=statement, requirement__ref=ref)


def approve(recipe: StatementRecipe, statement: Any, who: str = "executive", **more: Any) -> Any:
    proof = PasswordProof(PASSWORD, who)
    given = {"rev": None, "actor": recipe.org[who], "at": recipe.clock(), "proof": proof, **REVIEW, **more}
    return recipe.register.perform(statement, "approve", **given)


def client(recipe: StatementRecipe, who: str) -> Client:
    made = Client()
    made.force_login(recipe.org[who])
    return made


@pytest.mark.requirement("AIMS-02")
def test_a_statement_is_born_with_a_line_for_each_control(recipe: StatementRecipe) -> None:
    statement = recipe.make()
    refs = [line.requirement.ref for line in statement.lines.select_related("requirement").order_by("number")]
    assert len(refs) == 38 and refs[0] == "A.2.2" and refs[-1] == CUSTOMERS
    assert refs.index("A.10.2") > refs.index("A.9.4"), "in the order of the standard"
    assert statement.lines.first().number == f"{statement.number}-L001"
    assert fill(statement, actor=recipe.org["officer"], at=recipe.clock()) == []
    assert progress_of(statement).decided == 0


def test_an_edition_without_controls_gets_its_assessable_clauses_and_no_points(recipe: StatementRecipe) -> None:
    lines = recipe.make(edition=ISO9001).lines.select_related("requirement")
    kinds = {line.requirement.kind for line in lines}
    refs = {line.requirement.ref for line in lines}
    assert kinds == {"clause"} and {"8.3.2", "9.2.2"} <= refs and not {"8.3", "9.2.2.f"} & refs


@pytest.mark.requirement("AIMS-02")
def test_what_is_undecided_blocks_the_review_and_says_how_many(recipe: StatementRecipe) -> None:
    statement = recipe.make()
    with pytest.raises(Unmet, match="38 lines of 38 are not decided yet"):
        recipe.perform(statement, "submit")
    rest = statement.lines.exclude(requirement__ref=SUPPLIERS)
    for line in rest:
        decide(line, recipe.org, recipe.clock())
    with pytest.raises(Unmet, match="1 line of 38 is not decided yet"):
        recipe.perform(recipe.fresh(statement), "submit")
    page = client(recipe, "officer").get(f"/applicability-statements/{statement.number}/").content.decode()
    assert "lines/?decision=open" in page and "Decide the line that is left" in page
    assert "1 line of 38 is not decided yet" in page


@pytest.mark.requirement("AIMS-02")
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({**YES, "justification": ""}, "needed"),
        ({**NO, "justification": ""}, "needed"),
        ({**YES, "because": ""}, "law, contract, risk treatment"),
        ({"applicable": "", "justification": "Because."}, "needed"),
        ({**YES, "applicable": "perhaps"}, "perhaps"),
        ({**NO, "justification": "x" * 2001}, "2000"),
    ],
)
def test_a_decision_without_its_reason_is_refused_both_ways(
    recipe: StatementRecipe, values: dict[str, str], said: str
) -> None:
    line = line_of(recipe.make(), SUPPLIERS)
    with pytest.raises((Invalid, Unmet)) as refused:
        decide(line, recipe.org, recipe.clock(), **values)
    assert said in " ".join([*map(str, refused.value.all_sentences())])
    line.refresh_from_db()
    assert (line.state, line.applicable, line.rev) == ("open", "", 1)


def test_the_database_itself_keeps_no_decision_without_a_justification(recipe: StatementRecipe) -> None:
    line = decide(line_of(recipe.make(), SUPPLIERS), recipe.org, recipe.clock())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE standards_statementline SET justification = '' WHERE entry_id = %s", [line.pk])


def test_what_does_not_apply_is_not_implemented_either(recipe: StatementRecipe) -> None:
    line = line_of(recipe.make(), SUPPLIERS)
    line = decide(line, recipe.org, recipe.clock(), **YES, due=datetime.date(2026, 6, 1))
    assert (line.status, line.because) == ("not_started", "risk")
    line = decide(line, recipe.org, recipe.clock(), **NO)
    assert (line.status, line.because, line.due) == ("", "", None)
    with pytest.raises(Invalid, match="Only what applies"):
        registry["applicability-lines"].edit(
            line, rev=None, actor=recipe.org["officer"], at=recipe.clock(), status="planned"
        )


def test_an_owner_who_may_not_see_the_statement_is_refused(recipe: StatementRecipe) -> None:
    line = line_of(recipe.make(), SUPPLIERS)
    with pytest.raises(Unmet, match="Stranger Example may not see this statement"):
        decide(line, recipe.org, recipe.clock(), **YES, owner=recipe.org["stranger"])
    with pytest.raises(Invalid, match="may not see this statement"):
        registry["applicability-lines"].edit(
            line, rev=None, actor=recipe.org["officer"], at=recipe.clock(), owner=recipe.org["stranger"]
        )
    line = decide(line, recipe.org, recipe.clock(), **YES, owner=recipe.org["author"])
    assert line.owner == recipe.org["author"]


@pytest.mark.parametrize("edition", ["iso9001-1994", "", "ISO 9001"])
def test_an_unknown_edition_is_refused_and_nothing_is_kept(recipe: StatementRecipe, edition: str) -> None:
    with pytest.raises(Invalid) as refused:
        recipe.make(edition=edition)
    assert "edition" in refused.value.fields
    assert not Entry.objects.filter(register__startswith="applicability").exists()
    sent = client(recipe, "officer").post(
        "/api/v1/applicability-statements/", {"title": "T", "edition": edition}, content_type="application/json"
    )
    assert sent.status_code == 422 and "edition" in sent.json()["fields"], sent.content


def test_lines_come_with_their_statement_only(recipe: StatementRecipe) -> None:
    officer = client(recipe, "officer")
    assert "Lines come with their statement" in officer.get("/applicability-lines/new/").content.decode()
    statement, other = recipe.make(), recipe.make(edition=ISO9001)
    sent = {"title": "Another", "statement": statement.number, "requirement": other.lines.first().requirement_id}
    url = "/api/v1/applicability-lines/"
    assert officer.post(url, {"title": "Another"}, content_type="application/json").status_code == 422
    assert officer.post(url, sent, content_type="application/json").status_code == 422
    taken = {**sent, "requirement": statement.lines.first().requirement_id}
    assert officer.post(url, taken, content_type="application/json").status_code == 422
    requirement = other.lines.first().requirement
    with pytest.raises(Invalid) as refused:
        registry["applicability-lines"].create(
            actor=recipe.org["officer"], at=recipe.clock(), statement=statement, requirement=requirement, title="Wrong"
        )
    assert "no requirement of the statement's edition" in str(refused.value.fields)


def test_no_decision_comes_with_a_new_line_in_the_name_of_somebody_else(recipe: StatementRecipe) -> None:
    statement = recipe.make()
    requirement = line_of(statement, SUPPLIERS).requirement
    with pytest.raises(Invalid, match="made by “Decide”"):
        registry["applicability-lines"].create(
            actor=recipe.org["officer"], at=recipe.clock(), statement=statement, requirement=requirement,
            title="A.10.3", applicable="no", decided_by=recipe.org["author"],
        )  # fmt: skip


def test_a_line_of_another_statement_is_not_found_there(recipe: StatementRecipe) -> None:
    one, other = recipe.make(), recipe.make(edition=ISO9001)
    line, page = other.lines.first(), client(recipe, "officer")
    assert page.get(f"/applicability-statements/{other.number}/lines/{line.number}/").status_code == 200
    url = f"/applicability-statements/{one.number}/lines/{line.number}/"
    assert page.get(url).status_code == 404
    assert page.post(url, {"rev": "1", **YES}).status_code == 404
    line.refresh_from_db()
    assert line.state == "open"


def test_nothing_changes_under_the_eyes_of_those_who_review(recipe: StatementRecipe) -> None:
    statement = recipe.ready("approve")
    with pytest.raises(Unmet, match="while the statement is a draft"):
        decide(line_of(statement, SUPPLIERS), recipe.org, recipe.clock(), **NO)
    returned = recipe.perform(statement, "return")
    assert decide(line_of(returned, SUPPLIERS), recipe.org, recipe.clock(), **NO).applicable == "no"


@pytest.mark.requirement("AIMS-02")
def test_it_is_signed_by_somebody_who_neither_wrote_nor_decided_it(recipe: StatementRecipe) -> None:
    recipe.org.person("both", "executive", "compliance_officer")
    statement = recipe.make()
    for line in statement.lines.order_by("pk"):
        who = recipe.org["both"] if line.requirement.ref == SUPPLIERS else recipe.org["officer"]
        decide(line, recipe.org, recipe.clock(), **YES, actor=who)
    statement = recipe.perform(recipe.fresh(statement), "submit")
    with pytest.raises(Forbidden):
        approve(recipe, statement, "officer")
    with pytest.raises(Unmet, match="You decided 1 line yourself"):
        approve(recipe, statement, "both")
    with pytest.raises(Unmet, match="must lie ahead"):
        approve(recipe, statement, review_on=datetime.date(2026, 1, 1))
    signed = approve(recipe, statement)
    assert (signed.state, signed.version, signed.in_force_on) == ("in_force", 1, datetime.date(2026, 1, 5))
    assert NamedDate.objects.get(entry=signed.pk, name="next_review").on == REVIEW["review_on"]


@pytest.mark.requirement("AIMS-02")
def test_the_signature_covers_the_decisions_and_not_how_far_they_are_done(recipe: StatementRecipe) -> None:
    statement = in_force(recipe)
    line = line_of(statement, SUPPLIERS)
    registry["applicability-lines"].perform(
        line, "report", rev=None, actor=recipe.org["officer"], at=recipe.clock(), status="implemented"
    )
    assert [valid for _row, valid in signatures_of(recipe.fresh(statement))] == [True]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE standards_statementline SET justification = 'Other' WHERE entry_id = %s", [line.pk])
    assert [valid for _row, valid in signatures_of(recipe.fresh(statement))] == [False]


def test_who_signs_is_shown_every_decision(recipe: StatementRecipe) -> None:
    statement = recipe.ready("approve")
    line = line_of(statement, SUPPLIERS)
    url, asked = f"/applicability-statements/{statement.number}/do/approve/", {"review_on": "2027-05-03"}
    page = client(recipe, "executive").post(url, {"rev": str(statement.rev), **asked}).content.decode()
    assert line.number in page and f"{ISO42001}:{SUPPLIERS}" in page and YES["justification"] in page


def test_the_next_version_begins_as_a_copy_and_shows_what_changed(recipe: StatementRecipe) -> None:
    first = in_force(recipe, out=(CUSTOMERS,))
    second = next_version(first, actor=recipe.org["officer"], at=recipe.clock())
    assert next_version(first, actor=recipe.org["officer"], at=recipe.clock()).pk == second.pk, "pressed twice"
    assert progress_of(second).decided == 38 and line_of(second, CUSTOMERS).applicable == "no"
    assert changes_of(second, first) == []
    decide(line_of(second, SUPPLIERS), recipe.org, recipe.clock(), **NO)
    (change,) = changes_of(second, first)
    assert (change.ref, change.now) == (SUPPLIERS, "Not applicable: We let nobody else run our systems.")
    assert change.was.startswith("Applicable, Risk treatment: ")
    page = client(recipe, "officer").get(f"/applicability-statements/{second.number}/").content.decode()
    assert "Changed since the version before" in page and change.was in page


@pytest.mark.requirement("AIMS-02", "P11-10f")
def test_a_new_version_supersedes_the_one_before_in_the_same_transaction(recipe: StatementRecipe) -> None:
    first = in_force(recipe)
    second = next_version(first, actor=recipe.org["officer"], at=recipe.clock())
    signed, copied = line_of(first, SUPPLIERS), line_of(second, SUPPLIERS)
    packed = packs.find(signed.requirement.key, recipe.org["officer"])
    assert signed.pk in packed and copied.pk not in packed, "a pack holds what was signed, and no draft"
    second = recipe.perform(recipe.fresh(second), "submit")
    second = approve(recipe, second, at=recipe.clock(days=3))
    first = recipe.fresh(first)
    assert (first.state, second.state, second.version, second.follows_id) == ("superseded", "in_force", 2, first.pk)
    assert set(first.lines.values_list("state", flat=True)) == {"ended"}
    assert set(second.lines.values_list("state", flat=True)) == {"in_force"}
    row = LedgerRow.objects.filter(entry=first.pk).latest("pk")
    assert row.action == "applicability-statements.supersede" and second.number in row.reason


def test_two_statements_for_one_edition_and_unit_are_never_in_force(recipe: StatementRecipe) -> None:
    first, other = in_force(recipe), recipe.ready("approve")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE standards_statement SET state = 'in_force' WHERE entry_id = %s", [other.pk])
    approve(recipe, other)
    with pytest.raises(WrongState):
        approve(recipe, other)
    assert Statement.objects.filter(state="in_force").count() == 1 and recipe.fresh(first).state == "superseded"
    in_force(recipe, ISO9001)
    assert Statement.objects.filter(state="in_force").count() == 2, "another edition stands beside it"


@pytest.mark.requirement("Q9-03")
def test_exclusions_are_those_in_force_on_a_day(recipe: StatementRecipe) -> None:
    day, unit = datetime.date(2026, 1, 5), recipe.org.units["NORTH"].pk
    assert exclusions(ISO42001, on=day) == set()
    first = in_force(recipe, out=(CUSTOMERS,))
    assert exclusions(ISO42001, on=day) == {(f"{ISO42001}:{CUSTOMERS}", unit)}
    assert exclusions(ISO9001, on=day) == set() and exclusions(ISO42001, on=day - datetime.timedelta(days=1)) == set()
    second = next_version(first, actor=recipe.org["officer"], at=recipe.clock())
    decide(line_of(second, CUSTOMERS), recipe.org, recipe.clock())
    decide(line_of(second, SUPPLIERS), recipe.org, recipe.clock(), **NO)
    assert len(exclusions(ISO42001, on=day)) == 1, "a draft says nothing"
    second = recipe.perform(recipe.fresh(second), "submit")
    approve(recipe, second, at=recipe.clock(days=10))
    assert exclusions(ISO42001, on=day) == {(f"{ISO42001}:{CUSTOMERS}", unit)}, "as it stood then"
    later = day + datetime.timedelta(days=10)
    assert exclusions(ISO42001, on=later) == {(f"{ISO42001}:{SUPPLIERS}", unit)}


def test_coverage_asks_in_one_query(recipe: StatementRecipe, django_assert_num_queries: Any) -> None:
    statement = in_force(recipe, out=(CUSTOMERS,))
    line = line_of(statement, SUPPLIERS)
    registry["applicability-lines"].perform(
        line, "report", rev=None, actor=recipe.org["officer"], at=recipe.clock(), status="partly"
    )
    with django_assert_num_queries(1):
        exclusions(ISO42001, on=datetime.date(2026, 1, 5))
    with django_assert_num_queries(1):
        found = implementation(ISO42001, statement.unit_id)
    assert len(found) == 37 and found[f"{ISO42001}:{SUPPLIERS}"] == "partly"


def test_reminders_are_for_what_is_in_force_and_not_done(recipe: StatementRecipe) -> None:
    statement = recipe.make()
    for line in statement.lines.order_by("pk"):
        decide(line, recipe.org, recipe.clock(), **YES, due=datetime.date(2026, 6, 1))
    dates = NamedDate.objects.filter(name="due")
    assert not dates.exists(), "a draft reminds nobody"
    approve(recipe, recipe.perform(recipe.fresh(statement), "submit"))
    assert dates.count() == 38
    registry["applicability-lines"].perform(
        line_of(statement, SUPPLIERS), "report", rev=None, actor=recipe.org["officer"], at=recipe.clock(),
        status="implemented",
    )  # fmt: skip
    assert dates.count() == 37
    recipe.perform(recipe.fresh(statement), "withdraw")
    assert not dates.exists()


def test_the_rest_of_a_chapter_is_decided_at_once_through_the_verbs(recipe: StatementRecipe) -> None:
    statement = recipe.make()
    decide(line_of(statement, "A.6.2.4"), recipe.org, recipe.clock(), **NO)
    given = {"because": "legal", "justification": "The AI Act asks for it.", "actor": recipe.org["officer"]}
    assert decide_chapter(statement, "A.6", **given, at=recipe.clock()) == 8
    assert line_of(statement, "A.6.2.4").applicable == "no", "what is decided stays"
    assert line_of(statement, "A.6.1.2").because == "legal"
    assert LedgerRow.objects.filter(action="applicability-lines.decide").count() == 9
    with pytest.raises(Unmet, match="decided already"):
        decide_chapter(statement, "A.6", **given, at=recipe.clock())
    with pytest.raises(Forbidden):
        decide_chapter(statement, "A.7", **{**given, "actor": recipe.org["author"]}, at=recipe.clock())
    with pytest.raises(NotVisible):
        decide_chapter(statement, "A.7", **{**given, "actor": recipe.org["stranger"]}, at=recipe.clock())
    assert not statement.lines.filter(requirement__ref__startswith="A.7.", state="decided").exists()


def test_signatures_are_kept_with_the_name_of_the_meaning(recipe: StatementRecipe) -> None:
    statement = in_force(recipe)
    assert Signature.objects.get(entry=statement.pk).meaning == "approval"
