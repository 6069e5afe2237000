"""Closing the nonconformity of a signal the short way, as the quality manager may."""

from typing import Any

from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.factories.people import PASSWORD
from tests.nonconformities.made import ANSWERS


def nonconformities() -> list[Any]:
    """All there are, oldest first."""
    return list(registry["nonconformities"].model.objects.select_related("entry").order_by("pk"))


def close(recipe: Any, record: Any) -> Any:
    """Correct it, answer what ISO 9001 asks, and close it by signature."""
    register = registry["nonconformities"]
    record = register.edit(
        record, rev=None, actor=recipe.org["approver"], at=recipe.clock(), reason="What was done about it.",
        correction="Retrained on labels of this week.", correction_on=recipe.clock.last.date(), **ANSWERS,
    )  # fmt: skip
    return register.perform(
        record, "close_short", rev=record.rev, actor=recipe.org["approver"], at=recipe.clock(), severity="minor",
        short_rationale="The cause is known: the labels of one week were late.",
        proof=PasswordProof(PASSWORD, "approver"),
    )  # fmt: skip
