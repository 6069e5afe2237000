"""What is stored of standards, one module per kind of thing. Migrations name `standards.models.ClausesField`."""

from .applicability import Statement, StatementLine
from .catalogue import KINDS, Edition, Requirement, Standard, StandardImport
from .choosing import EditionsField, UnitsField
from .clauses import ClausesField, key_label, requirements_for, requirements_under
from .context import ContextIssue, InterestedParty, ScopeStatement
from .mappings import RELATIONS, MappingRow, MappingSet

__all__ = [
    "KINDS", "RELATIONS", "ClausesField", "ContextIssue", "Edition", "EditionsField", "InterestedParty", "MappingRow",
    "MappingSet", "Requirement", "ScopeStatement", "Standard", "StandardImport", "Statement", "StatementLine",
    "UnitsField", "key_label", "requirements_for", "requirements_under",
]  # fmt: skip
