"""A release policy and its life."""

import datetime
from typing import Any

from qms.accounts.people import system_user
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe


class PolicyRecipe(Recipe):
    key = "release-policies"
    author = "approver"
    boss = "approver"
    moves = {
        "propose": Move("approver"),
        "put_in_force": Move("second"),
        "return": Move("approver"),
        "supersede": Move("system"),
        "void": Move("approver"),
    }

    def people(self) -> Organisation:
        org = super().people()
        org.person("second", "approver")
        org.people["system"] = system_user()
        return org

    def make(self, **values: Any) -> Any:
        given = {"title": "Minimal risk, first policy", "risk_class": "minimal", **gates(), **values}
        return self.register.create(actor=self.org["approver"], at=self.clock(), **given)


def gates() -> dict[str, Any]:
    """One section, one threshold that was fixed in time, the signature of the validator."""
    fixed = datetime.date(2026, 1, 2).isoformat()
    accuracy = {"metric": "accuracy", "direction": "higher", "limit": "0.9", "unit": "fraction", "by": "point"}
    return {
        "required": ["primary_uses"], "thresholds": [{**accuracy, "fixed_on": fixed}], "signers": ["validator"],
        "material": ["dataset", "nonconformity", "policy"], "datasets_needed": False,
    }  # fmt: skip
