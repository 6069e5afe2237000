"""Who may do what with a model card. Authors sign authorship only; review and approval come from others (EUA-17)."""

from typing import Any

import rules

from qms.registers.predicates import has_role, is_creator, is_in, is_owner, is_system


def _in_team(actor: Any, record: Any = None) -> bool:
    if record is None or record.version_id is None:
        return False
    return actor.pk in record.version.system.team


is_author = is_in("authors", "an author")
in_team = rules.Predicate(_in_team, name="of the development team")
outsider = ~is_author & ~is_owner
decides = has_role("quality_manager")

may_add = has_role("contributor", "quality_manager", "validator")
may_edit = is_owner | is_creator | is_author | in_team | decides
#: Submitting signs authorship: who wrote the card, or answers for the token that pushed it, may as well as the owner.
submits = is_owner | is_author
#: The role in which each part signs; nobody signs a part of a card that he wrote.
REVIEWERS = {
    "peer": is_in("peer", "the named ML peer") & has_role("contributor", "validator") & outsider,
    "validator": is_in("validator", "the named validator") & has_role("validator") & outsider & ~in_team,
    "quality": is_in("quality", "the named quality manager") & has_role("quality_manager") & outsider,
    "risk": is_in("risk", "the named risk manager") & has_role("risk_manager", "quality_manager") & outsider,
    "ethics": is_in("ethics", "the named reviewer of ethics") & has_role("compliance_officer", "executive") & outsider,
    "privacy": is_in("privacy", "the named privacy officer") & has_role("privacy_officer") & outsider,
}
reviews = is_in("peer") | is_in("validator") | is_in("quality") | is_in("risk") | is_in("ethics") | is_in("privacy")
approves = has_role("approver", "executive") & outsider
sends_back = rules.Predicate(reviews.test, name="a named reviewer") & outsider | approves
withdraws = decides | approves
retires = is_owner | decides
looks_again = is_system | decides
revises = may_edit
voids = is_owner | is_creator | decides
