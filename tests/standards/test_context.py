"""Issues, interested parties and the scope: the climate decision, how needs are met, exclusions frozen and signed."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from qms.lib.errors import Invalid, Unmet
from qms.records.models import Citation
from qms.registers import registry
from qms.registers.signing import signatures_of
from standards.tiles import climate_tiles
from tests.factories.standards import (
    ISO9001,
    ISO42001,
    NO,
    REVIEW,
    IssueRecipe,
    PartyRecipe,
    ScopeRecipe,
    StatementRecipe,
    decide,
    in_force,
)

pytestmark = pytest.mark.django_db
CLIMATE = {"kind": "climate", "title": "Climate change", "climate": "not_relevant", "effect": ""}
REASON = "Nothing that we plan depends on it, and nobody has asked."


def client(recipe: Any, who: str) -> Client:
    made = Client()
    made.force_login(recipe.org[who])
    return made


@pytest.mark.requirement("Q9-04")
def test_the_decision_about_climate_change_may_be_no_and_needs_a_reason() -> None:
    recipe = IssueRecipe()
    with pytest.raises(Unmet, match="Decide whether climate change is relevant"):
        recipe.perform(recipe.make(**{**CLIMATE, "climate": ""}), "adopt")
    issue = recipe.make(**CLIMATE)
    with pytest.raises(Unmet, match="reason for the decision about climate change"):
        recipe.perform(issue, "adopt")
    issue = recipe.make(**CLIMATE, climate_reason=REASON)
    assert recipe.perform(issue, "adopt").state == "in_force"
    with pytest.raises(Invalid, match="reason for the decision"):
        registry["context-issues"].edit(
            recipe.fresh(issue), rev=None, actor=recipe.org["officer"], at=recipe.clock(),
            reason="Taking the reason away.", climate_reason="",
        )  # fmt: skip


def test_only_a_climate_issue_carries_the_climate_decision() -> None:
    with pytest.raises(Invalid) as refused:
        IssueRecipe().make(climate="relevant")
    assert "kind “Climate change”" in str(refused.value.fields["climate"])


@pytest.mark.requirement("Q9-04")
def test_home_and_list_tell_while_nobody_has_decided() -> None:
    recipe = IssueRecipe()
    page = client(recipe, "officer")
    said = "Nobody has decided yet whether climate change is relevant"
    assert "Climate change decision" in page.get("/").content.decode()
    assert said in page.get("/context-issues/").content.decode()
    issue = recipe.make(**CLIMATE, climate_reason=REASON)
    assert climate_tiles(recipe.org["officer"]), "a draft decides nothing"
    recipe.perform(issue, "adopt")
    assert "Climate change decision" not in page.get("/").content.decode()
    assert said not in page.get("/context-issues/").content.decode()


@pytest.mark.requirement("Q9-04")
def test_records_of_the_context_name_their_clause_in_both_standards_and_count_while_in_force() -> None:
    recipe = IssueRecipe()
    issue = recipe.make()
    cited = Citation.objects.filter(entry=issue.pk)
    assert list(issue.clauses) == [f"{ISO9001}:4.1", f"{ISO42001}:4.1"] and not cited.filter(counts=True).exists()
    issue = recipe.perform(issue, "adopt")
    assert set(cited.values_list("counts", "stale_on")) == {(True, REVIEW["review_on"])}
    page = client(recipe, "officer").get(f"/standards/{ISO9001}/4.1/").content.decode()
    assert issue.number in page
    recipe.perform(issue, "close")
    assert not cited.filter(counts=True).exists()


@pytest.mark.parametrize(("recipe", "ref"), [(PartyRecipe, "4.2"), (ScopeRecipe, "4.3")])
def test_parties_and_scope_name_their_clauses_too(recipe: Any, ref: str) -> None:
    assert list(recipe().make().clauses) == [f"{ISO9001}:{ref}", f"{ISO42001}:{ref}"]


@pytest.mark.requirement("Q9-04")
def test_a_party_is_adopted_when_it_is_said_how_each_need_is_met() -> None:
    recipe = PartyRecipe()
    with pytest.raises(Unmet, match="at least one need"):
        recipe.perform(recipe.make(requirements=[]), "adopt")
    wants = {"what": "The energy that a run takes", "climate": True, "addressed": False}
    party = recipe.make(requirements=[wants])
    with pytest.raises(Unmet, match="how it is met, or why it is not taken up"):
        recipe.perform(party, "adopt")
    party = recipe.make(requirements=[{**wants, "how": "No customer has asked yet."}])
    party = recipe.perform(party, "adopt")
    assert party.requirements[0]["climate"] is True


@pytest.mark.parametrize(
    ("recipe", "values"),
    [
        (IssueRecipe, {"description": "x" * 5001}),
        (IssueRecipe, {"kind": "weather"}),
        (PartyRecipe, {"requirements": [{"what": "x" * 20_001}]}),
        (PartyRecipe, {"requirements": [{"how": "Nobody knows what."}]}),
        (ScopeRecipe, {"editions": ["iso9001-1994"]}),
        (ScopeRecipe, {"editions": []}),
        (ScopeRecipe, {"units": ["MOON"]}),
        (ScopeRecipe, {"text": "x" * 5001}),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(recipe: Any, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        recipe().make(**values)
    assert list(refused.value.fields) == list(values)


@pytest.fixture
def both() -> tuple[ScopeRecipe, StatementRecipe]:
    """A scope's people with a statement for ISO 9001 in force that leaves out design planning."""
    scopes, statements = ScopeRecipe(), StatementRecipe.__new__(StatementRecipe)
    statements.register, statements.clock, statements.org = registry[StatementRecipe.key], scopes.clock, scopes.org
    return scopes, statements


@pytest.mark.requirement("Q9-03")
def test_an_exclusion_shows_in_the_scope_and_is_frozen_when_it_is_submitted(
    both: tuple[ScopeRecipe, StatementRecipe],
) -> None:
    scopes, statements = both
    statement = in_force(statements, ISO9001, out=("8.3.2",))
    scope = scopes.make()
    page = client(scopes, "officer").get(f"/scope-statements/{scope.number}/").content.decode()
    assert "ISO 9001:2015 8.3.2" in page and NO["justification"] in page and statement.number in page
    assert scope.exclusions == [], "a draft reads them anew"
    scope = scopes.perform(scope, "submit")
    (row,) = scope.exclusions
    assert (row["statement"], row["why"]) == (statement.number, NO["justification"])
    scope = scopes.perform(scope, "approve")
    statements.perform(statements.fresh(statement), "withdraw")
    scope = scopes.fresh(scope)
    assert len(scope.exclusions) == 1 and [valid for _row, valid in signatures_of(scope)] == [True]


@pytest.mark.requirement("Q9-03")
def test_a_scope_whose_exclusions_changed_meanwhile_is_not_signed(both: tuple[ScopeRecipe, StatementRecipe]) -> None:
    scopes, statements = both
    scope = scopes.perform(scopes.make(), "submit")
    in_force(statements, ISO9001, out=("8.3.2",))
    with pytest.raises(Unmet, match="Return it and submit it again"):
        scopes.perform(scope, "approve")
    scope = scopes.perform(scopes.perform(scopes.fresh(scope), "return"), "submit")
    assert scopes.perform(scope, "approve").exclusions[0]["clause"].startswith("ISO 9001:2015 8.3.2")


def test_one_scope_of_a_unit_is_in_force_and_the_one_before_is_superseded() -> None:
    recipe = ScopeRecipe()
    first, second = recipe.in_state("in_force"), recipe.ready("approve")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE standards_scopestatement SET state = 'in_force' WHERE entry_id = %s", [second.pk])
    second = recipe.perform(second, "approve")
    assert (recipe.fresh(first).state, second.version) == ("superseded", 2)


def test_the_next_scope_begins_as_a_copy_of_the_one_in_force_and_once() -> None:
    recipe = ScopeRecipe()
    scope, author = recipe.in_state("in_force"), recipe.org["author"]
    about = registry["actions"].create(
        actor=author,
        at=recipe.clock(),
        title="A system",
        kind="corrective",
        owner=author,
        due_on=datetime.date(2027, 1, 1),
    )
    scope = recipe.register.link(
        scope, kind="concerns", target=about.number, rev=scope.rev, actor=recipe.org["approver"], at=recipe.clock()
    )
    boss = client(recipe, "approver")
    button = f'action="/scope-statements/{scope.number}/next/"'
    assert button in boss.get(f"/scope-statements/{scope.number}/").content.decode()
    there = boss.post(f"/scope-statements/{scope.number}/next/")["Location"]
    made = recipe.register.get(there.split("/")[-2], recipe.org["approver"])
    assert (made.state, made.text, made.editions, made.version) == ("draft", scope.text, scope.editions, None)
    assert [link["target"] for link in made.entry.attached["links"]] == [about.number]
    assert boss.post(f"/scope-statements/{scope.number}/next/")["Location"] == there
    assert button not in boss.get(there).content.decode()


def test_a_review_must_lie_ahead() -> None:
    recipe = IssueRecipe()
    with pytest.raises(Unmet, match="must lie ahead"):
        recipe.perform(recipe.make(), "adopt", review_on=datetime.date(2025, 12, 31))


def test_decisions_of_a_draft_exclude_nothing(both: tuple[ScopeRecipe, StatementRecipe]) -> None:
    scopes, statements = both
    draft = statements.make(edition=ISO9001)
    decide(draft.lines.first(), scopes.org, scopes.clock(), **NO)
    assert scopes.perform(scopes.make(), "submit").exclusions == []
