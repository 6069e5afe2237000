"""A competence, a qualification, and their lives."""

from typing import Any

from qms.accounts.people import system_user
from qms.registers import registry
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe


class CompetenceRecipe(Recipe):
    key = "competences"
    author = "approver"
    moves = {"require": Move("approver"), "retire": Move("approver"), "void": Move("approver")}

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Signing and what it means", "kind": "training", "description": "Course of an hour, then a test.",
            "roles": ["contributor"], "validity_months": 24, **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["approver"], at=self.clock(), **given)


class QualificationRecipe(Recipe):
    key = "qualifications"
    moves = {
        "verify": Move("assessor", {"assessment": "Asked about both meanings."}),
        "expire": Move("system"),
        "count_reading": Move("system"),
        "outdate": Move("system"),
        "revoke": Move("approver"),
        "void": Move("approver"),
    }

    def people(self) -> Organisation:
        org = super().people()
        org.person("assessor", "compliance_officer")
        org.people["system"] = system_user()
        return org

    def competence(self) -> Any:
        """The competence that the qualifications are about."""
        there = registry["competences"].model.objects.first()
        if there is not None:
            return there
        made = registry["competences"].create(
            actor=self.org["approver"], at=self.clock(), title="Signing and what it means", roles=["contributor"],
            description="Course of an hour, then a test.", validity_months=3,
        )  # fmt: skip
        return registry["competences"].perform(
            made, "require", rev=made.rev, actor=self.org["approver"], at=self.clock()
        )

    def make(self, **values: Any) -> Any:
        given = {
            "person": self.org["author"], "competence": self.competence(), "evidence": "Passed with 9 of 10.",
            "obtained_on": self.clock.last.date(), "assessor": self.org["assessor"], **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def to_read(self) -> Any:
        """A competence that is a document to read."""
        return registry["competences"].create(
            actor=self.org["approver"], at=self.clock(), title="Labelling guide", kind="document",
            roles=["contributor"], description="The present edition.",
        )  # fmt: skip

    def before(self, record: Any, verb: str) -> Any:
        if verb == "count_reading":
            return self.make(competence=self.to_read())
        if verb == "outdate":
            return self.perform(self.make(competence=self.to_read()), "verify")
        if verb == "expire":
            self.clock(days=120)
        return record
