"""What is stored of standards, one module per kind of thing. Migrations name `standards.models.ClausesField`."""

from .applicability import Statement, StatementLine
from .catalogue import KINDS, Edition, Requirement, Standard
from .clauses import ClausesField, key_label, requirements_for, requirements_under
from .context import ContextIssue, InterestedParty, ScopeStatement

__all__ = [
    "KINDS", "ClausesField", "ContextIssue", "Edition", "InterestedParty", "Requirement", "ScopeStatement", "Standard",
    "Statement", "StatementLine", "key_label", "requirements_for", "requirements_under",
]  # fmt: skip
