"""Statements of applicability with their lines, and the context of the organisation; with their lives."""

import datetime
from typing import Any

from qms.accounts.people import system_user
from qms.registers import registry
from standards.models import Edition, Requirement, Standard
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

REVIEW = {"review_on": datetime.date(2027, 5, 3)}
YES = {"applicable": "yes", "because": "risk", "justification": "Our risk assessment asks for it."}
NO = {"applicable": "no", "justification": "We let nobody else run our systems."}
ISO42001, ISO9001 = "iso42001-2023", "iso9001-2015"


class OfStandards(Recipe):
    """Officer, executive and the clock besides the usual three."""

    author, boss = "officer", "approver"

    def people(self) -> Organisation:
        org = super().people()
        org.person("officer", "compliance_officer", "contributor")
        org.person("executive", "executive")
        org.people["system"] = system_user()
        return org


def decide(line: Any, org: Organisation, at: datetime.datetime, **values: Any) -> Any:
    """A decision about one line by the officer."""
    given = {"rev": None, "actor": org["officer"], "at": at, **(values or YES)}
    return registry["applicability-lines"].perform(line, "decide", **given)


def tiny_edition() -> str:
    """An edition with two controls, so that a life does not take 38 decisions at each step."""
    standard, _new = Standard.objects.get_or_create(ref="Tiny", title="A tiny standard")
    edition, new = Edition.objects.get_or_create(key="tiny-2026", standard=standard, edition="2026", title="Tiny")
    for place in (1, 2) if new else ():
        ref = f"T.{place}"
        Requirement.objects.create(
            edition=edition, ref=ref, key=f"tiny-2026:{ref}", title=f"Control {place}", kind="control", position=place
        )
    return str(edition.key)


class StatementRecipe(OfStandards):
    key = "applicability-statements"
    edition = ""
    moves = {
        "submit": Move("officer"),
        "approve": Move("executive", REVIEW),
        "return": Move("executive"),
        "supersede": Move("system"),
        "withdraw": Move("officer"),
        "void": Move("officer"),
    }

    def make(self, **values: Any) -> Any:
        edition = values.pop("edition", self.edition or tiny_edition())
        given = {"title": "Controls", "edition": edition, "basis": "Risk assessment of May.", **values}
        return self.register.create(actor=self.org["officer"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        if verb == "submit":
            for line in record.lines.filter(state="open").order_by("pk"):
                decide(line, self.org, self.clock())
        return self.fresh(record)


class AnnexARecipe(StatementRecipe):
    """The same with the 38 controls of ISO/IEC 42001."""

    edition = ISO42001


class LineRecipe(OfStandards):
    key = "applicability-lines"
    moves = {
        "decide": Move("officer", YES),
        "report": Move("officer", {"status": "implemented"}),
        "settle": Move("system"),
        "end": Move("system"),
        "drop": Move("system"),
    }

    def make(self, **values: Any) -> Any:
        statement = registry["applicability-statements"].create(
            actor=self.org["officer"], at=self.clock(), title="Controls", edition=tiny_edition()
        )
        line = statement.lines.order_by("pk").first()
        if not values:
            return line
        return self.register.edit(line, rev=None, actor=self.org["officer"], at=self.clock(), **values)

    def before(self, record: Any, verb: str) -> Any:
        return self.fresh(record)


class IssueRecipe(OfStandards):
    key = "context-issues"
    moves = {
        "adopt": Move("executive", REVIEW),
        "review": Move("executive", REVIEW),
        "close": Move("officer"),
        "void": Move("officer"),
    }

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Few people know the old code", "kind": "internal", "effect": "Repairs take longer.",
            "description": "Two of the five who wrote it have left.", **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["officer"], at=self.clock(), **given)


class PartyRecipe(OfStandards):
    key = "interested-parties"
    moves = IssueRecipe.moves

    def make(self, **values: Any) -> Any:
        wants = {"what": "Reasons for every refusal.", "addressed": True, "how": "They stand in each letter."}
        given = {"title": "Insured people", "kind": "affected", "requirements": [wants], **values}
        return self.register.create(actor=self.org["officer"], at=self.clock(), **given)


class ScopeRecipe(OfStandards):
    key = "scope-statements"
    moves = {
        "submit": Move("officer"),
        "approve": Move("executive", REVIEW),
        "return": Move("executive"),
        "supersede": Move("system"),
        "withdraw": Move("officer"),
        "void": Move("officer"),
    }

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Scope of the system", "editions": [ISO9001, ISO42001], "units": ["NORTH"],
            "text": "Building and running models for insurers.", "boundaries": "Hosting is bought.", **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["officer"], at=self.clock(), **given)


def in_force(recipe: StatementRecipe, edition: str = "", out: tuple[str, ...] = (), **values: Any) -> Any:
    """A statement in force in which the requirements `out` do not apply."""
    statement = recipe.make(**values, **({"edition": edition} if edition else {}))
    for line in statement.lines.select_related("requirement").order_by("pk"):
        decide(line, recipe.org, recipe.clock(), **(NO if line.requirement.ref in out else YES))
    statement = recipe.perform(recipe.fresh(statement), "submit")
    return recipe.perform(statement, "approve")
