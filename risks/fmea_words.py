"""The columns of a worksheet, in the order of the sheet, and the headings under which files know them."""

from typing import Any

from qms.registers.tables import is_number

from .models.fmea_lines import FmeaLine

#: Columns that people fill in, from left to right; what is pasted without headings is read in this order.
CELLS = (
    "item", "function", "title", "effect", "severity", "cause", "prevention_control", "occurrence", "detection_control",
    "detection",
)  # fmt: skip
#: What is filled in on the sheet: these, and why nothing more is done.
FILLED_IN = (*CELLS, "justification")
#: What a table of the lines holds besides.
BEHIND = (
    "priority", "rpn", "justification", "notes", "severity_after", "occurrence_after", "detection_after",
    "priority_after", "rpn_after",
)  # fmt: skip

#: field → headings in English, German, French and Spanish.
HEADINGS: dict[str, tuple[str, ...]] = {
    "external_id": ("fmea id", "line", "line no", "Zeile", "ligne"),
    "item": (
        "component", "part", "process step", "step", "system element", "subsystem", "Komponente", "Bauteil",
        "Prozessschritt", "Systemelement", "composant", "étape", "componente", "paso del proceso",
    ),
    "function": (
        "item function", "function requirement", "requirement", "Funktion", "Anforderung", "fonction", "función",
    ),
    "title": (
        "failure mode", "potential failure mode", "mode of failure", "failure", "Fehlerart", "Fehler",
        "möglicher Fehler", "Fehlermodus", "mode de défaillance", "défaillance", "modo de fallo", "modo de falla",
    ),
    "effect": (
        "effects", "effect of failure", "failure effect", "potential effect of failure", "potential effects of failure",
        "local effect", "Folge", "Fehlerfolge", "Folgen", "mögliche Fehlerfolgen", "effet", "effets", "efecto",
    ),
    "cause": (
        "causes", "failure cause", "cause of failure", "potential cause", "potential causes", "root cause", "mechanism",
        "Ursache", "Fehlerursache", "mögliche Fehlerursachen", "causes possibles", "causa",
    ),
    "prevention_control": (
        "prevention", "prevention controls", "preventive control", "current prevention controls",
        "current controls prevention", "Vermeidung", "Vermeidungsmaßnahme", "Vermeidungsmaßnahmen", "prévention",
        "prevención",
    ),
    "detection_control": (
        "detection controls", "failure detection", "detection method", "current detection controls",
        "current controls detection", "current controls", "controls", "Entdeckungsmaßnahme", "Entdeckungsmaßnahmen",
        "Prüfmaßnahme", "moyen de détection", "contrôle",
    ),
    "severity": ("s", "sev", "severity s", "Bedeutung", "B", "Schwere", "gravité", "G", "gravedad", "severidad"),
    "occurrence": (
        "o", "occ", "occurrence o", "Auftreten", "A", "Auftretenswahrscheinlichkeit", "fréquence",
        "F", "ocurrencia",
    ),
    "detection": (
        "d", "det", "detection d", "Entdeckung", "E", "Entdeckungswahrscheinlichkeit", "détection", "detección",
    ),
    "priority": ("ap", "action priority ap", "Aufgabenpriorität", "priority"),
    "rpn": ("rpz", "npr", "ipr", "risk priority", "Risikoprioritätszahl", "criticité", "criticality"),
    "severity_after": ("new s", "s after", "s2", "revised s"),
    "occurrence_after": ("new o", "o after", "o2", "revised o"),
    "detection_after": ("new d", "d after", "d2", "revised d"),
    "priority_after": ("new ap", "ap after", "revised ap"),
    "rpn_after": ("new rpn", "rpn after", "revised rpn"),
    "justification": ("Begründung", "rationale", "why no action"),
    "notes": (
        "remark", "remarks", "note", "comment", "comments", "Bemerkung", "Bemerkungen", "remarque", "observaciones",
    ),
}  # fmt: skip

SHORT = {
    "severity": "S", "occurrence": "O", "detection": "D", "priority": "AP", "rpn": "RPN", "severity_after": "S2",
    "occurrence_after": "O2", "detection_after": "D2", "priority_after": "AP2", "rpn_after": "RPN2",
}  # fmt: skip


def label(name: str) -> str:
    """A column in words: `Failure mode`."""
    text = str(FmeaLine._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]


def heads() -> list[str]:
    """The columns of a table of lines."""
    return [label(name) for name in ("number", *CELLS, *BEHIND)]


def cells(line: Any) -> list[object]:
    """One line under these heads, ranks as numbers; what is not rated says so."""
    row = [line.number, *(getattr(line, name) for name in CELLS)]
    for name in BEHIND:
        shown = getattr(line, f"get_{name}_display", None)
        row.append(shown() if shown else getattr(line, name))
    return ["" if value is None else value if is_number(value) else str(value) for value in row]
