"""A line of an FMEA worksheet and its life."""

from typing import Any

from qms.registers import registry
from tests.factories.fmea_worksheets import BETTER, HIGH, WHY, OfFmea
from tests.factories.recipes import Move


class LineRecipe(OfFmea):
    key = "fmea-lines"
    moves = {
        "justify": Move("executive", WHY),
        "rate_again": Move("author", BETTER),
        "take_up": Move("author"),
        "drop": Move("author"),
    }

    def make(self, **values: Any) -> Any:
        worksheet = values.pop("worksheet", None) or self.sheet()
        return self.line(worksheet, **{**HIGH, **values})

    def before(self, record: Any, verb: str) -> Any:
        if verb == "rate_again" and not registry["actions"].model.objects.exists():
            self.verified(self.action(self.fresh(record)))
        return self.fresh(record)
