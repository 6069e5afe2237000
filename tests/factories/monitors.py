"""A monitor with its series, and its life."""

import datetime
from collections.abc import Iterable
from typing import Any

from modelcards.services.monitors import Posted, post_points
from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe
from tests.modelcards.systems.made import Story, company

#: Viscosity of 20 batches (Montgomery), without the fourth, which signals.
STEADY = (
    34.05, 34.40, 33.59, 34.70, 33.51, 33.79, 34.04, 34.52, 33.75, 33.27, 33.71, 34.03, 34.58, 34.02, 33.97, 34.05,
    34.04, 33.73, 34.05,
)  # fmt: skip


class MonitorRecipe(Recipe):
    key = "monitors"
    moves = {
        "begin": Move("author"), "propose": Move("author"), "approve": Move("approver"), "return": Move("approver"),
        "keep": Move("approver"), "recalculate": Move("author"), "pause": Move("author"), "resume": Move("author"),
        "retire": Move("approver"), "void": Move("author"),
    }  # fmt: skip
    sent = 0

    def people(self) -> Organisation:
        made = company(self.clock)
        self.story = Story(made, self.clock)
        self.version = self.story.version(self.story.approved())
        return made

    def make(self, **values: Any) -> Any:
        given = {
            "title": "Recall, hourly", "version": self.version, "metric": "recall", "kind": "imr",
            "baseline_points": 19, "unit": self.version.unit, "owner": self.org["author"],
            "reaction": "Look at the newest labels.", **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        if verb == "propose":
            self.send(record, STEADY)
        return self.fresh(record)

    def ready(self, verb: str) -> Any:
        """Limits are kept only where there are some: the second time they wait for approval."""
        if verb == "keep":
            return self.perform(self.ready("recalculate"), "recalculate")
        return super().ready(verb)

    def send(self, record: Any, values: Iterable[Any], *, hours: float = 1, **common: Any) -> Posted:
        """Points an hour apart, the last one now; by a value each, or whole rows."""
        rows = [v if isinstance(v, dict) else {"value": v} for v in values]
        self.clock(hours=hours * len(rows))
        points = []
        for place, row in enumerate(rows, 1):
            self.sent += 1
            at = self.clock.last - datetime.timedelta(hours=hours * (len(rows) - place))
            points.append({"key": f"run-{self.sent}", "at": at.isoformat(), **row})
        given = {"actor": self.org["author"], "at": self.clock(), "source": "api:token 7", **common}
        return post_points(self.fresh(record), points, **given)

    def watching(self, baseline: Iterable[Any] = STEADY, **values: Any) -> Any:
        """A monitor with approved limits."""
        rows = list(baseline)
        record = self.perform(self.make(baseline_points=len(rows), **values), "begin")
        self.send(record, rows)
        record = self.perform(self.fresh(record), "propose")
        return self.fresh(self.perform(record, "approve"))
