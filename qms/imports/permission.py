"""Who may import where."""

from typing import Any

from qms.registers.predicates import has_role, is_system

#: Those who answer for a register may fill it from a file; a contributor reports one record at a time.
importer = has_role("quality_manager", "compliance_officer", "risk_manager", "privacy_officer") | is_system


def may_import(register: Any, actor: Any) -> bool:
    """Whether `actor` may import into a register in some unit; each row is asked again for its own unit."""
    return bool(importer(actor, None)) and bool(is_system(actor) or register.may_add(actor, None))
