"""The four registers of this folder."""

from .audits import Audits
from .checklist_lines import ChecklistLines
from .findings import Findings
from .programmes import Programmes

__all__ = ["Audits", "ChecklistLines", "Findings", "Programmes"]
