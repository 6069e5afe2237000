"""What the record page and the print of a breach add to the declared sections."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t

from qms.accounts.models import User
from qms.printing.shapes import PrintSection
from qms.registers.prints.words import Words

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


def printed(record: Any, *, zone: datetime.tzinfo | None = None) -> list[PrintSection]:
    """The phases, and the corrections of the awareness, as tables; in `zone`, or as instants (shown in UTC)."""
    words, made = Words(zone=zone), []
    for name, label in (("notifications", _t("Notifications")), ("awareness", _t("Awareness, corrected"))):
        if rows := getattr(record, name):
            made.append(PrintSection(label=label, tables=[words.table(record._meta.get_field(name), rows, "")]))
    return made


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
