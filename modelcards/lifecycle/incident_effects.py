"""What else changes when an incident moves: the deadline, the awareness as it was, a nonconformity."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.registers import registry

from ..incident_clocks import due_of, former
from ..marks import mark_for


def count_anew(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The deadline follows from awareness, class, sector and what was reported."""
    record.due_at = due_of(record)


def count_again(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """As before it was held to be not serious."""
    record.due_at = due_of(record, over=False)


def stop(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """No clock runs any more."""
    record.due_at = None


def keep_former(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A corrected awareness keeps both: the one recorded before stands beside it, with when and why."""
    record.awareness_before = former(record, why=record.given_reason, at=at)


def raise_nonconformity(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A nonconformity that addresses the incident and concerns its system."""
    system = record.system
    concerned = [system, *([record.version] if record.version_id else [])]
    registry["nonconformities"].create(
        actor=actor, at=at, source=record.given_source, mark=mark_for(record, record.given_source), unit=record.unit,
        title=(_("Incident with %(system)s: %(title)s") % {"system": system.title, "title": record.title})[:200],
        description=record.what, product=system.title[:200], place=record.place, origin="internal", detected="after",
        links=[("addresses", record.entry), *(("concerns", part.entry) for part in concerned)],
    )  # fmt: skip
