"""Risks and opportunities whose current rating was made by criteria that are superseded: to be rated anew."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..models import RiskMatrix
from ..rating import edition_for
from .heat import living


def outdated(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose current rating stands by an edition that is no longer in force."""
    return rows.filter(current_matrix__state="superseded")


def newer_edition(record: Any) -> RiskMatrix | None:
    """The edition that took the place of the one the record is rated by; None where that one is in force."""
    held = record.current_matrix
    if held is None or held.state != "superseded":
        return None
    return edition_for(record)


def outdated_tiles(register: Any, actor: Any) -> list[dict[str, Any]]:
    """For the home page: how many are rated by superseded criteria; no tile where none is."""
    n = outdated(living(register, actor)).count()
    if not n:
        return []
    return [{
        "label": _("%s rated by superseded criteria") % register.label_plural, "value": n, "bad": True,
        "note": _("to be rated anew"), "url": f"/{register.key}/top/?only=outdated",
    }]  # fmt: skip
