"""A breach and its life."""

import datetime
from typing import Any

from tests.factories.people import Organisation
from tests.factories.recipes import Move, Recipe

DAY = datetime.datetime(2026, 1, 5, 7, 30, tzinfo=datetime.UTC)
CONTENT = {
    "natures": ["confidentiality"], "cause": "misdirected", "place": "Mail to a customer", "subjects": "Customers",
    "subjects_number": 240, "data": "Names, addresses and order numbers", "records_number": 240,
    "consequences": "Unwanted mail to those named.", "measures": "The recipient deleted the file and confirmed it.",
    "contact_point": "Privacy officer, privacy@example.org",
}  # fmt: skip
NO_RISK = {"risk": "none", "risk_reason": "The one recipient is bound to secrecy and deleted the file unread."}
HIGH = {"risk": "high", "risk_reason": "Account data of many people are in unknown hands."}
SENT = {"authority": "Berlin Commissioner", "reference": "LDA-1", "notified_at": DAY + datetime.timedelta(minutes=90)}
NOTICE = {
    "controller": "Fieldpost", "controller_told_at": SENT["notified_at"], "reference": "FP-7",
    "notice": "One file of orders went to another customer of yours.",
}  # fmt: skip
TOLD = {
    "communicated_at": DAY + datetime.timedelta(minutes=90),
    "communication_text": "Your address was sent to others.",
}


class BreachRecipe(Recipe):
    key = "breaches"
    boss = "dpo"
    moves = {
        "take_up": Move("dpo", lambda recipe: {"owner": recipe.org["dpo"], "role": "controller"}),
        "notify": Move("dpo", SENT),
        "supplement": Move("dpo", {"supplement_at": SENT["notified_at"], "supplement": "It was 240 people."}),
        "tell_controller": Move("dpo", NOTICE),
        "decide_not_to_notify": Move("dpo"),
        "decide_communication": Move(
            "dpo", {"communication": "no_high_risk", "communication_reason": "One recipient, bound to secrecy."}
        ),
        "communicate": Move("dpo", TOLD),
        "raise_nonconformity": Move("dpo"),
        "assess_again": Move("dpo"),
        "close": Move("dpo"),
        "reopen": Move("dpo"),
        "void": Move("dpo"),
    }  # fmt: skip

    def people(self) -> Organisation:
        made = super().people()
        made.person("dpo", "privacy_officer", "quality_manager", unit="HQ")
        return made

    def make(self, **values: Any) -> Any:
        given = {"title": "Orders sent to the wrong customer", "description": "One file.", "aware_at": DAY, **values}
        return self.register.create(actor=self.org["author"], at=self.clock(), **given)

    def before(self, record: Any, verb: str) -> Any:
        """What each move asks of the record."""
        wanted: dict[str, Any] = {}
        if verb in ("notify", "close"):
            wanted = {**CONTENT, **({} if record.risk else NO_RISK)}
        if verb == "decide_communication":
            wanted = NO_RISK
        if verb == "decide_not_to_notify":
            wanted = {**CONTENT, **NO_RISK}
        if verb == "tell_controller":
            wanted = {**CONTENT, "role": "processor"}
        if verb == "communicate" and not record.communication:
            record = self.edit(record, **HIGH)
            tell = {"communication": "tell", "communication_reason": "The risk is high."}
            return self.perform(record, "decide_communication", **tell)
        record = self.edit(record, **wanted) if wanted else record
        if verb == "close" and not record.communication:
            return self.perform(record, "decide_communication")
        return record

    def edit(self, record: Any, **values: Any) -> Any:
        """Fill fields in as the privacy officer."""
        changed = {n: v for n, v in values.items() if getattr(record, n) != v}
        if not changed:
            return record
        said = {"reason": "More is known now.", "actor": self.org["dpo"], "at": self.clock()}
        return self.register.edit(record, rev=record.rev, **said, **changed)
