"""What the lead signs: the report's own fields, what is in scope, every finding that stands, every answer."""

from typing import Any

from qms.lifecycle import Scope, Signing
from qms.links import edges

FIELDS = (
    "title", "kind", "objectives", "scope", "units", "criteria", "criteria_note", "method", "locations", "plan",
    "planned_from", "planned_to", "started_on", "ended_on", "lead", "team", "experts", "auditees", "client", "language",
    "confidentiality", "opening_at", "opening", "closing_at", "closing", "summary", "obstacles", "uncovered",
    "conclusions", "fulfilment", "fulfilment_note", "sampling", "distribution", "follow_up",
)  # fmt: skip
OF_FINDING = (
    "number", "title", "criterion", "grade", "statement", "evidence", "response", "response_text", "response_on",
    "response_by_id",
)  # fmt: skip
OF_LINE = ("number", "criterion", "question", "answer", "evidence", "asked", "note", "samples")


def children(record: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    """What is in scope, findings and lines, as the report shows them. Later steps such as verification are outside."""
    findings = record.findings.exclude(state="withdrawn").only(*OF_FINDING)
    lines = record.lines.exclude(state="dropped").select_related("entry")
    scope = edges.targets(record.pk, "concerns").values_list("number", flat=True)
    return [
        *({"number": number, "kind": "concerns"} for number in scope),
        *({name: getattr(f, name) for name in OF_FINDING} for f in findings),
        *({name: getattr(line, name) for name in OF_LINE} | {"files": _files(line)} for line in lines),
    ]


def _files(line: Any) -> list[str]:
    return sorted(file["sha256"] for file in line.entry.attached.get("files", []))


signing = Signing(
    "authorship", Scope(fields=FIELDS, children=children), role="Lead auditor",
    covers="The report, all findings with their responses, and all answers of the checklist",
)  # fmt: skip
