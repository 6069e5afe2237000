"""A dataset with its datasheet, and its life."""

import datetime
from typing import Any

from modelcards.datasheet import ART_10
from modelcards.services.datasets import next_version
from qms.accounts.people import system_user
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

SHEET = dict.fromkeys((*ART_10, "split", "leakage"), "Written down in the report of the data team.")


class DatasetRecipe(Recipe):
    key = "datasets"
    moves = {
        "submit": Move("author"), "approve": Move("approver"), "return": Move("approver"), "supersede": Move("system"),
        "withdraw": Move("approver"), "void": Move("author"),
    }  # fmt: skip
    own_buttons = ("supersede",)
    made = 0

    def people(self) -> Organisation:
        org = super().people()
        org.people["system"] = system_user()
        return org

    def make(self, **values: Any) -> Any:
        self.made += 1
        given = {
            "title": "Churn, weekly", "family": "churn", "version": f"{self.made}.0",
            "version_hash": f"{self.made:064x}", "licence": "internal", "personal": "no",
            "delete_on": datetime.date(2028, 1, 31),
            "owner": self.org["author"], **SHEET, **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def following(self, record: Any, version: str = "9.0") -> Any:
        """The next version of a dataset."""
        return next_version(record, version=version, version_hash="f" * 64, actor=self.org["author"], at=self.clock())
