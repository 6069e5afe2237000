"""Who may do what with a revision. Authors sign authorship only; review and approval come from others (P11-10g-2)."""

from typing import Any

import rules

from qms.accounts.reach import reach
from qms.registers.predicates import has_role, is_creator, is_in, is_owner, is_system

from .. import quorums
from . import documents

is_author = is_in("authors", "an author")
decides = has_role("quality_manager")


def _has_seat(meaning: str) -> Any:
    def holds(actor: Any, record: Any = None) -> bool:
        return record is not None and bool(quorums.roles_of(actor, record, meaning))

    return rules.Predicate(holds, name=f"a role that the document asks to sign as {meaning}")


def _signs_or_signed(actor: Any, record: Any = None) -> bool:
    """Asked from the revision alone, so that a list asks nothing more of the database."""
    if record is None:
        return False
    if record.state == "in_review" and any(reach(actor).has(row["role"], record.unit_id) for row in record.quorum):
        return True
    return any(row["by"] == actor.pk for row in record.signed)


is_signer = rules.Predicate(_signs_or_signed, name="who signs it")
outsider = ~is_author & ~is_creator & ~is_owner
reviews = _has_seat("review") & outsider
approves = _has_seat("approval") & outsider
signs = reviews | approves

may_add = documents.revises
may_edit = is_owner | is_creator | is_author | decides
#: Who sees which answers of the quiz are right: never somebody who is only asked to read it.
sees_answers = may_edit | is_signer | has_role("auditor", "compliance_officer")
submits = is_owner | is_author
sends_back = signs | decides
takes_back = is_owner | decides
makes_effective = is_system | decides
migrates = is_system | decides
keeps_current = is_system
ends = is_system | decides
voids = is_owner | is_creator | decides
