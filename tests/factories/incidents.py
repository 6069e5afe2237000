"""An incident and its life; the system behind it is that of tests/modelcards/systems/made.py."""

import datetime
from typing import Any

from tests.factories.modelcards import SystemStory
from tests.factories.people import Organisation
from tests.factories.recipes import Move

FOUND = {
    "risk_assessment": "Applicants of one school were ranked too low for four days; 31 people.",
    "cause": "A column was read in the wrong order after the import changed.",
    "corrective": "The import checks the names of columns; the ranking of the 31 was done by hand.",
}


class IncidentRecipe(SystemStory):
    key = "incidents"
    moves = {
        "take_up": Move("compliance", lambda r: {"kinds": ["rights"], "owner": r.org["author"]}),
        "report_initial": Move("author", lambda r: r.reported("initial")),
        "report_complete": Move("author", lambda r: r.reported("complete")),
        "inform_authority": Move("author", lambda r: {"informed_at": r.clock.last, "informed_how": "By mail, MSA-17"}),
        "raise_nonconformity": Move("author"),
        "reclassify": Move("compliance", {"kinds": ["death"]}),
        "correct_awareness": Move("compliance", lambda r: {"aware_at": r.clock.last - datetime.timedelta(seconds=1)}),
        "close": Move("compliance"),
        "close_elsewhere": Move("compliance"),
        "dismiss": Move("compliance", {"class_reason": "Nobody was ranked by it; a person noticed before."}),
        "reopen": Move("compliance", lambda r: {"kinds": ["health"], "owner": r.org["author"]}),
        "void": Move("author"),
    }

    def people(self) -> Organisation:
        made = super().people()
        self.system = self.story.approved()
        return made

    def make(self, **values: Any) -> Any:
        now = self.clock()
        given = {
            "title": "Ranking refused a whole school", "system": self.system, "countries": ["DE"], "place": "Lyra",
            "what": "Every applicant of one school was ranked last for four days.",
            "happened_at": now - datetime.timedelta(days=1), "aware_at": now, **values,
        }  # fmt: skip
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def reported(self, which: str, **more: Any) -> dict[str, Any]:
        """What a report says, made just now."""
        return {
            f"{which}_at": self.clock.last, f"{which}_authority": "Market surveillance authority of Lyra",
            f"{which}_reference": "MSA-2026-17", f"{which}_report": "One school; the import is suspected.", **more,
        }  # fmt: skip

    def before(self, record: Any, verb: str) -> Any:
        if not verb.startswith("close") or record.cause:
            return record
        if verb == "close_elsewhere":
            record = self.perform(record, "reclassify", kinds=["death"], sector="medical")
        given = {"rev": record.rev, "actor": self.org["author"], "at": self.clock(), "reason": "The findings"}
        return self.register.edit(record, **given, **FOUND)
