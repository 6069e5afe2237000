"""Who may do what with an FMEA worksheet and its lines."""

from typing import Any

import rules

from qms.records.access import sees
from qms.registers.predicates import has_role, is_creator, is_in, is_owner

keeps = has_role("quality_manager", "risk_manager")
may_add = has_role("contributor", "quality_manager", "risk_manager")
may_edit = keeps | is_owner | is_creator | is_in("team", "the team")
proposes = keeps | is_owner
#: A worksheet is approved by somebody who neither owns nor began it.
approves = has_role("approver", "executive") & ~is_owner & ~is_creator
returns = approves | proposes


def _worksheet_of(record: Any) -> Any:
    return getattr(record, "worksheet", None) if getattr(record, "worksheet_id", None) else None


def _of_worksheet(actor: Any, record: Any = None) -> bool:
    """Lines come with their worksheet: from those who may edit it, while they see it."""
    if record is None:
        return bool(may_add(actor, None))
    worksheet = _worksheet_of(record)
    return worksheet is not None and sees(actor, worksheet) and bool(may_edit(actor, worksheet))


def _owns_worksheet(actor: Any, record: Any = None) -> bool:
    worksheet = _worksheet_of(record)
    return worksheet is not None and worksheet.owner_id == actor.pk


adds_line = rules.Predicate(_of_worksheet, name="whoever may edit the worksheet")
fills = keeps | is_owner | adds_line
owns_worksheet = rules.Predicate(_owns_worksheet, name="the worksheet's owner")
#: That nothing more is done about a cause is signed by management, not by those who would have to do it (FM-03).
accepts = has_role("executive", "approver") & ~is_owner & ~is_creator & ~owns_worksheet
