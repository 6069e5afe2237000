"""What is stored: the programme, the audit, its checklist lines and its findings."""

from .audits import Audit
from .checklist_lines import ChecklistLine
from .findings import Finding
from .programmes import Programme

__all__ = ["Audit", "ChecklistLine", "Finding", "Programme"]
