"""Headings under which the fields that many registers share are known, in the languages files come in.

What is particular to a register stands in its declaration (`import_names`, `import_values`, `import_states`).
"""

COMMON: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "subject", "summary", "name", "short description", "headline", "titre", "intitulé", "objet", "sujet",
        "Titel", "Betreff", "Bezeichnung", "título", "asunto", "titolo", "oggetto", "onderwerp", "tytuł",
    ),
    "description": (
        "description", "details", "text", "body", "long description", "what happened", "détails", "libellé",
        "Beschreibung", "Sachverhalt", "descripción", "descrição", "descrizione", "omschrijving", "opis",
    ),
    "owner": (
        "owner", "assignee", "assigned to", "responsible", "responsible person", "responsable", "pilote", "assigné à",
        "Verantwortlich", "Verantwortlicher", "zuständig", "Bearbeiter", "propietario", "responsabile", "eigenaar",
    ),
    "unit": (
        "unit", "site", "department", "business unit", "location", "plant", "service", "département", "Abteilung",
        "Standort", "Werk", "Bereich", "departamento", "reparto", "afdeling",
    ),
    "due_date": (
        "due date", "due", "due on", "deadline", "target date", "échéance", "date limite", "date d'échéance",
        "fällig am", "Fälligkeit", "Fälligkeitsdatum", "Frist", "Termin", "fecha límite", "scadenza", "vervaldatum",
    ),
    "external_id": (
        "external id", "id", "identifier", "key", "issue key", "ticket", "ticket number", "reference", "ref", "ref id",
        "number", "no", "nr", "case number", "record id", "record number", "identifiant", "référence", "numéro",
        "Kennung", "Nummer", "Referenz", "identificador", "número", "codice", "kenmerk",
    ),
    "state": ("state", "status", "stage", "workflow state", "statut", "état", "Zustand", "estado", "stato"),
}  # fmt: skip

#: The last word of a heading that may hold an external id, the likelier ones first.
ID_ENDINGS = ("number", "no", "nr", "key", "ref", "reference", "code", "id")
