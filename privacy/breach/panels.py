"""What the record page and the print of a breach add to the declared sections."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t

from qms.accounts.models import User
from qms.printing.shapes import PrintColumn, PrintSection, PrintTable

from ..lifecycle.breach_guards import missing


def of(record: Any) -> list[Any]:
    """(title, template, context) of each panel."""
    url = f"/breaches/{record.number}/"
    rows = with_people(record.notifications)
    told = {"rows": rows, "url": url, "missing": missing(record), "record": record}
    found = [(_t("Notifications and forms"), "privacy/notifications.html", told)]
    if record.awareness:
        said = {"first": parsed(record.awareness[0]["was"]), "rows": with_people(record.awareness)}
        found.append((_t("Awareness, corrected"), "privacy/awareness.html", said))
    return found


def printed(record: Any) -> list[PrintSection]:
    """The phases, and the corrections of the awareness, as tables."""
    made = []
    if record.notifications:
        heads = [
            PrintColumn(label=_t("Sent"), width="instant"), PrintColumn(label=_t("To")),
            PrintColumn(label=_t("What"), width="long"), PrintColumn(label=_t("Reference"), width="short"),
            PrintColumn(label=_t("By"), width="person"),
        ]  # fmt: skip
        rows = [
            [r["at"], r["to"], r["what"], r["reference"], _name(r["by"])] for r in with_people(record.notifications)
        ]
        made.append(_section(_t("Notifications"), heads, rows))
    if record.awareness:
        heads = [
            PrintColumn(label=_t("First recorded as"), width="instant"),
            PrintColumn(label=_t("Corrected to"), width="instant"), PrintColumn(label=_t("On"), width="instant"),
            PrintColumn(label=_t("By"), width="person"), PrintColumn(label=_t("Because"), width="long"),
        ]  # fmt: skip
        rows = [
            [parsed(r["was"]), parsed(r["now"]), parsed(r["on"]), _name(r["by"]), r["because"]]
            for r in with_people(record.awareness)
        ]
        made.append(_section(_t("Awareness, corrected"), heads, rows))
    return made


def _section(label: str, heads: list[PrintColumn], rows: list[Any]) -> PrintSection:
    return PrintSection(label=label, tables=[PrintTable(label=label, columns=heads, rows=rows)])


def with_people(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with their instants and people read."""
    people = User.objects.in_bulk([r["by"] for r in rows if r.get("by")])
    return [
        {**r, "by": people.get(r.get("by")), **{n: parsed(r[n]) for n in ("at", "was", "now", "on") if n in r}}
        for r in rows
    ]


def parsed(value: Any) -> Any:
    """An instant as a row keeps it."""
    return datetime.datetime.fromisoformat(value) if isinstance(value, str) and value else value


def _name(person: Any) -> str:
    return person.printed_name if person else ""
