"""What columns of files that people bring are called, and what their cells mean."""

from collections.abc import Sequence

NAMES: dict[str, Sequence[str]] = {
    "external_id": ("incident id", "incident", "nc number", "deviation number", "ticket", "Meldungsnummer"),
    "description": ("incidents", "problem", "what happened", "event", "Ereignis", "constat"),
    "place": ("ligne", "line", "where", "area", "process", "Linie", "Ort", "lieu"),
    "product": ("famille transport", "system", "product", "item", "category", "Produkt", "produit"),
    "found_on": ("found on", "date found", "detected on", "date", "reported on", "opened", "Datum"),
    "occurred_on": ("occurred on", "date of event", "incident date", "Ereignisdatum"),
    "origin": ("source", "detected by", "Quelle", "origine"),
    "severity": ("severity", "criticality", "risk level", "Schweregrad", "gravité"),
    "seen_before": ("recurrence", "recurring", "repeat", "Wiederholung"),
    "cause_code": ("root cause", "cause", "Ursache", "cause racine"),
    "correction": ("correction", "fix", "resolution", "Korrektur"),
    "correction_on": ("corrected on", "resolved on", "date resolved"),
    "due_on": ("due date", "due", "deadline", "échéance", "Frist"),
}
VALUES: dict[str, dict[str, Sequence[str]]] = {
    "severity": {
        "critical": ("critical", "very high", "severe", "blocker", "kritisch", "critique"),
        "major": ("high", "major", "serious", "hoch", "majeur", "élevé"),
        "minor": ("medium", "moderate", "low", "minor", "mittel", "niedrig", "mineur", "faible"),
    },
    "origin": {
        "audit": ("internal audit", "external audit"),
        "internal": ("internal", "employee", "self", "production"),
        "customer": ("complaint", "client", "Reklamation", "Kunde"),
        "supplier": ("vendor", "Lieferant", "fournisseur"),
        "monitor": ("monitoring", "alert", "alarm"),
    },
    "detected": {"before": ("internal", "before"), "after": ("external", "field", "after")},
}
STATES: dict[str, Sequence[str]] = {
    "reported": ("new", "open", "reported", "offen", "ouvert"),
    "analysis": ("in progress", "investigation", "under investigation", "in Bearbeitung", "en cours"),
    "closed": ("closed", "done", "resolved", "complete", "geschlossen", "clôturé"),
    "void": ("void", "rejected", "cancelled", "duplicate", "storniert", "annulé"),
}
