"""What columns of breach lists are called, such as the public one of the United States' health authority."""

from collections.abc import Sequence

NAMES: dict[str, Sequence[str]] = {
    "title": ("name of covered entity", "breach", "incident", "organisation", "organization"),
    "external_id": ("breach id", "case number", "incident number", "reference number"),
    "subjects_number": ("individuals affected", "people affected", "number of data subjects", "records lost"),
    "notified_at": ("breach submission date", "date notified", "notified on", "reported to authority"),
    "aware_at": ("aware", "date of awareness", "became aware"),
    "discovered_at": ("date discovered", "discovery date"),
    "occurred_from": ("date of breach", "breach date", "start of breach"),
    "cause": ("type of breach", "breach type", "method of leak"),
    "place": ("location of breached information", "location", "data location"),
    "description": ("web description", "summary", "story"),
    "measures": ("remedial action", "corrective action"),
}
VALUES: dict[str, dict[str, Sequence[str]]] = {
    "cause": {
        "hacking": ("hacking/it incident", "hacked", "malware", "ransomware", "phishing"),
        "access": ("unauthorized access/disclosure", "unauthorised access", "inside job", "disclosure"),
        "theft": ("stolen", "theft of device"),
        "loss": ("lost", "lost device"),
        "disposal": ("improper disposal",),
        "misdirected": ("wrong recipient", "misdirected mail"),
        "other": ("unknown",),
    },
    "role": {"controller": ("covered entity", "yes"), "processor": ("business associate",)},
}
STATES: dict[str, Sequence[str]] = {
    "reported": ("new", "open"),
    "notified": ("notified", "reported to authority"),
    "unnotified": ("not notified",),
    "closed": ("closed", "archived", "resolved"),
}
