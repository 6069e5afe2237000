"""When a dataset may move on, what its approval covers, and what follows from it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.people import system_user
from qms.lifecycle import Scope
from qms.links import edges
from qms.registers import registry

from ..datasheet import ART_10, CONDITIONS, QUESTIONS
from ..models.sheet_answers import standing

KNOWN_BY = ("family", "version", "version_hash")
CONTENT = ("title", *KNOWN_BY, "licence", "personal", "delete_on", *QUESTIONS)


def _named(record: Any, names: list[str]) -> str:
    return ", ".join(str(record._meta.get_field(name).verbose_name) for name in names)


def is_identified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is described is one content, known by its hash."""
    return None if record.version_hash else _("Name the hash of this version first.")


def is_answered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """EU AI Act Art. 10(2): each is answered; “unknown” is an answer."""
    asked = [*ART_10, "split", "leakage", "licence"]
    empty = [name for name in asked if standing(getattr(record, name)) == "empty"]
    empty += [] if record.personal else ["personal"]
    return _("Not answered yet: %s. “Unknown” is an answer too.") % _named(record, empty) if empty else None


def meets_conditions(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """EU AI Act Art. 10(5): special categories are processed only when all six conditions are met; none is unknown."""
    if record.personal != "special":
        return None
    open_ones = [name for name in CONDITIONS if standing(getattr(record, name)) != "answered"]
    open_ones += [] if record.delete_on else ["delete_on"]
    if not open_ones:
        return None
    return _("Special categories need every condition of Art. 10(5). Still open: %s.") % _named(record, open_ones)


def nothing_required_fails(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A required quality rule is met before somebody signs for the data."""
    failing = record.failing_required
    return _("Required quality rules fail: %s.") % "; ".join(failing) if failing else None


# What the approval covers: everything said, and the quality results that were there. Later results come on top.


def _context(record: Any) -> dict[str, Any]:
    return {"results": [row["id"] for row in record.quality]}


def _signed(record: Any, context: dict[str, Any]) -> dict[str, Any]:
    by_id = {row["id"]: row for row in record.quality}
    fields = {name: getattr(record, record._meta.get_field(name).attname) for name in CONTENT}
    return fields | {"quality": [by_id[pk] for pk in context["results"]]}


APPROVED = Scope(fields=CONTENT, values=_signed, context=_context)
WITHDRAWN = Scope(fields=("title", *KNOWN_BY), files=False)


# Effects


def supersede_former(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The approved version of the same family that this one was made from is superseded, in the same transaction."""
    datasets = registry["datasets"]
    former = edges.targets(record.pk, "supersedes", datasets.key).values("pk")
    for old in datasets.model.objects.filter(pk__in=former, family=record.family, state="approved").order_by("pk"):
        said = _("Superseded by %(number)s, version %(version)s.") % {
            "number": record.number, "version": record.version,
        }  # fmt: skip
        datasets.perform(
            old, "supersede", rev=None, actor=system_user(), at=at, reason=said, source=record.given_source
        )
