"""What is stored of standards, one module per kind of thing. Migrations name `standards.models.ClausesField`."""

from .catalogue import KINDS, Edition, Requirement, Standard
from .clauses import ClausesField, key_label, requirements_for, requirements_under

__all__ = [
    "KINDS", "ClausesField", "Edition", "Requirement", "Standard", "key_label", "requirements_for",
    "requirements_under",
]  # fmt: skip
