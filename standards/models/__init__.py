"""What is stored of standards, one module per kind of thing. Migrations name `standards.models.ClausesField`."""

from .catalogue import KINDS, Edition, Requirement, Standard, StandardImport
from .clauses import ClausesField, key_label, requirements_for, requirements_under
from .mappings import RELATIONS, MappingRow, MappingSet

__all__ = [
    "KINDS", "RELATIONS", "ClausesField", "Edition", "MappingRow", "MappingSet", "Requirement", "Standard",
    "StandardImport", "key_label", "requirements_for", "requirements_under",
]  # fmt: skip
