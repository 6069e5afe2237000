"""Who may do what with a statement of applicability and its lines."""

from typing import Any

import rules

from qms.records.access import sees
from qms.registers.predicates import has_role, is_creator, is_owner, is_system

keeps = has_role("quality_manager", "compliance_officer")
may_add = keeps
may_edit = keeps | is_owner | is_creator
proposes = keeps | is_owner
#: A statement is approved by somebody who neither owns nor wrote it.
approves = has_role("approver", "executive") & ~is_owner & ~is_creator
returns = approves | proposes
withdraws = keeps
by_statement = is_system


def _of_statement(actor: Any, record: Any = None) -> bool:
    """Lines come with their statement: from those who may edit it, while they see it. Nobody adds one without it."""
    statement = getattr(record, "statement", None) if getattr(record, "statement_id", None) else None
    return statement is not None and sees(actor, statement) and bool(may_edit(actor, statement))


adds_line = rules.Predicate(_of_statement, name="whoever may edit the statement")
#: Whoever is named for a line decides it, and so do those who keep the statement.
decides = keeps | is_owner | adds_line
