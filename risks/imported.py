"""What columns of risk files that people bring are called, and what their cells mean.

Likelihood and consequence become steps of the matrix in force where somebody says so (imported_ratings.py); a level is
looked up. Columns without a field are kept in the notes, so that what was rated elsewhere can be read.
"""

from collections.abc import Sequence

NAMES: dict[str, Sequence[str]] = {
    "title": ("risk name", "name", "risk title", "Risiko", "Bezeichnung", "risque", "intitulé"),
    "external_id": ("risk id", "risk no", "ref id", "risk number", "Risikonummer", "Nr.", "numéro"),
    "scope": ("area of application", "Geltungsbereich", "périmètre"),
    "category": ("risk category", "risk type", "Kategorie", "Risikoart", "catégorie", "type de risque"),
    "cause": ("threat", "threats", "source of risk", "root cause", "risk source", "vulnerability", "Ursache"),
    "event": ("scenario", "description", "risk description", "risk event", "risk", "Beschreibung", "Ereignis"),
    "consequence": ("impact description", "effect", "consequences", "Auswirkung", "Folge", "conséquence", "effet"),
    "strategy": ("treatment", "response", "risk response", "treatment option", "Behandlung", "traitement"),
    "plan": (
        "mitigation", "mitigations", "mitigation plan", "actions", "treatment plan", "additional controls",
        "Maßnahmen", "mesures",
    ),
    "owner": ("risk owner", "responsible", "Risikoeigner", "verantwortlich", "propriétaire du risque"),
    "review_on": ("review date", "next review", "Überprüfung am", "prochaine revue"),
    "hazard": ("hazard description", "Gefährdung", "danger"),
    "situation": ("hazardous situation", "Gefährdungssituation", "situation dangereuse"),
    "harm": ("potential harm", "Schaden", "dommage"),
}  # fmt: skip
VALUES: dict[str, dict[str, Sequence[str]]] = {
    "category": {
        "strategic": ("strategy", "strategic", "market", "Strategie", "stratégique"),
        "operational": ("operations", "operational", "process", "Betrieb", "opérationnel", "schedule"),
        "quality": ("quality", "product", "design", "Qualität", "qualité"),
        "financial": ("finance", "financial", "cost", "budget", "fraud", "Finanzen", "financier"),
        "legal": ("legal", "compliance", "regulatory", "contract", "Recht", "juridique", "conformité"),
        "people": ("staff", "people", "human resources", "hr", "training", "Personal", "ressources humaines"),
        "security": ("security", "cyber", "information security", "it", "Sicherheit", "sécurité"),
        "privacy": ("privacy", "data protection", "gdpr", "Datenschutz", "protection des données"),
        "supply": ("supplier", "procurement", "supply chain", "vendor", "third party", "Lieferant", "fournisseur"),
        "environment": ("environmental", "weather", "Umwelt", "environnement"),
        "ai_robustness": ("robustness", "performance", "reliability", "model performance", "drift"),
        "ai_groups": ("bias", "fairness", "discrimination", "Diskriminierung", "biais"),
        "ai_misuse": ("misuse", "abuse", "Missbrauch", "mésusage"),
        "ai_data": ("data quality", "training data", "Datenqualität"),
        "ai_transparency": ("transparency", "explainability", "oversight", "Transparenz"),
        "ai_people": ("safety", "harm to people", "Schaden an Personen"),
        "ai_society": ("society", "societal", "harm to society", "Gesellschaft"),
    },
    "strategy": {
        "avoid": ("avoid", "terminate", "vermeiden", "éviter"),
        "remove": ("remove", "eliminate", "beseitigen", "supprimer"),
        "reduce": ("reduce", "mitigate", "treat", "reduction", "vermindern", "réduire"),
        "share": ("share", "transfer", "insure", "teilen", "übertragen", "transférer"),
    },
}
