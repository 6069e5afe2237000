"""The registers of this folder: statements of applicability with their lines, and the context of the organisation."""

from .context_issues import ContextIssues
from .interested_parties import InterestedParties
from .lines import Lines
from .scopes import Scopes
from .statements import Statements

__all__ = ["ContextIssues", "InterestedParties", "Lines", "Scopes", "Statements"]
