"""Steps that several tests take: a refusal that must leave no trace, and a nonconformity brought to its end."""

from typing import Any

import pytest

from qms.records.models import Entry, LedgerRow
from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.audits.conftest import Story
from tests.factories.people import PASSWORD


def trace(record: Any) -> tuple[Any, ...]:
    """What a refusal may not change: the record, its history, its ledger rows, how many records there are."""
    row = type(record).objects.filter(pk=record.pk).values().get()
    history = type(record).history.filter(entry_id=record.pk).count()
    ledger = LedgerRow.objects.filter(entry_id=record.pk).count()
    return row, history, ledger, Entry.objects.count(), LedgerRow.objects.count()


def refused(story: Story, record: Any, verb: str, who: str, kind: type[Exception], **asked: Any) -> str:
    """Try a move that must be refused; gives its words."""
    before = trace(record)
    with pytest.raises(kind) as said:
        story.do(record, verb, who, **asked)
    assert trace(record) == before
    return str(said.value)


ANSWERS = {
    "correction": "The records were completed.", "consequences": "None for any product.", "similar": "none",
    "similar_text": "All other reports of the year were read.", "risks": "fit", "risks_text": "The register was read.",
    "qms_change": "no", "qms_text": "The rule is right as it is.", "output_affected": "no",
}  # fmt: skip


def close_nonconformity(story: Story, entry: Entry) -> Any:
    """Take a nonconformity that its auditor raised to its end, on the short road of a minor one."""
    register = registry[entry.register]
    record = story.do(register.model.objects.get(pk=entry.pk), "report", "manager")
    today = story.clock.last.date()
    record = story.edit(record, "manager", reason="What the triage asked for.", correction_on=today, **ANSWERS)
    return story.do(
        record, "close_short", "manager", severity="minor", short_rationale="A slip in one report, put right at once.",
        proof=PasswordProof(PASSWORD, "manager"),
    )  # fmt: skip
