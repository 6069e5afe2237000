"""Limits as they were approved: a document that nothing moves (SPC-02)."""

from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext as _t

from qms.printing.shapes import PrintColumn, PrintTable


class LimitsField(models.JSONField):
    """One document of limits, or a list of those that were in force before. Written by moves, never by a form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def shown(self, value: Any, *, short: bool = False) -> str:
        """Centre, limits and what they rest on."""
        rows = [words(doc) for doc in _listed(value)]
        return rows[0]["lines"] if short and rows else render_to_string("monitors/limits.html", {"rows": rows})

    def as_text(self, value: Any) -> str:
        """For history and signing: a line for each version."""
        return "\n".join(f"{r['version']}: {r['lines']}; {r['basis']}" for r in map(words, _listed(value)))

    def printed(self, value: Any, known: Any) -> PrintTable:
        """The same on paper."""
        heads = [
            PrintColumn(label=_t("Version"), width="short"), PrintColumn(label=_t("Limits")),
            PrintColumn(label=_t("Computed from")), PrintColumn(label=_t("Why")),
            PrintColumn(label=_t("Until"), width="date"),
        ]  # fmt: skip
        rows = [words(doc) for doc in _listed(value)]
        cells = [[str(r["version"]), r["lines"], r["basis"], r["because"], r["until"]] for r in rows]
        return PrintTable(label=_t("Limits"), columns=heads, rows=cells)


def _listed(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value] if value else []


def _short(number: str) -> str:
    return f"{float(number):.6g}"


def _minute(instant: str) -> str:
    return f"{instant[:16].replace('T', ' ')} UTC"


def words(doc: dict[str, Any]) -> dict[str, Any]:
    """A document of limits in words."""
    held, base = doc["limits"], doc["baseline"]
    if doc["kind"] == "psi":
        lines = _t("moderate from %(moderate)s, signal from %(significant)s; %(n)s cases in %(bins)d classes") % {
            "moderate": held["moderate"], "significant": held["significant"], "n": sum(held["counts"]),
            "bins": len(held["counts"]),
        }  # fmt: skip
    else:
        lines = _t("centre %s") % _short(held["centre"]) + (f", σ {_short(held['sigma'])}" if held["sigma"] else "")
        lines += "" if doc["kind"] == "cusum" else f", ± {_short(held['options']['width'])} σ"
    basis = _t("%(n)d points, %(from)s to %(until)s") % {
        "n": base["points"], "from": _minute(base["from"]), "until": _minute(base["until"]),
    }  # fmt: skip
    if base["dropped"]:
        basis += _t("; without %s") % ", ".join(row["key"] for row in base["dropped"])
    return {
        "version": doc["version"], "lines": lines, "basis": basis, "because": doc["because"],
        "until": doc.get("until", ""),
    }  # fmt: skip
