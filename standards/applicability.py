"""What the statements of applicability say, for coverage and for whoever else has to know it. Plain queries.

Only decisions in force count. What is asked for a day is answered as it stood on that day: a statement counts from
`in_force_on` until the day before `until`.
"""

import datetime

from django.db.models import Q, QuerySet

from .models import Edition, Statement, StatementLine
from .refs import split_key

#: Where requirements can be found not to apply without the standard's purpose being touched (ISO 9001:2015 4.3):
#: in practice that is the chapter on operation.
EXCLUDABLE = {"ISO 9001": "8"}
EVER_IN_FORCE = ("in_force", "superseded", "withdrawn")


def in_force(*, on: datetime.date) -> QuerySet[Statement]:
    """The statements that were in force on a day."""
    lasting = Q(until=None) | Q(until__gt=on)
    return Statement.objects.filter(lasting, state__in=EVER_IN_FORCE, in_force_on__lte=on)


def exclusions(*edition_keys: str, on: datetime.date) -> set[tuple[str, int]]:
    """(requirement key, unit id) of everything that statements in force on a day declare not applicable; one query."""
    statements = in_force(on=on).filter(edition__in=edition_keys)
    lines = StatementLine.objects.filter(statement__in=statements, applicable="no").exclude(state="dropped")
    return set(lines.values_list("requirement__key", "statement__unit_id"))


def implementation(edition_key: str, unit_id: int) -> dict[str, str]:
    """Requirement key → implementation status, of what applies by the unit's statement in force; one query."""
    lines = StatementLine.objects.filter(
        statement__edition=edition_key, statement__unit_id=unit_id, statement__state="in_force", applicable="yes"
    )
    return dict(lines.values_list("requirement__key", "status"))


def excludable(edition_key: str) -> str:
    """The chapter in which this edition's requirements may be left out; "" where it says nothing about that."""
    ref = Edition.objects.filter(key=edition_key).values_list("standard__ref", flat=True).first()
    return EXCLUDABLE.get(ref or "", "")


def is_unusual(requirement_key: str, chapter: str) -> bool:
    """Whether leaving this requirement out needs a second look: it lies outside the chapter that allows it."""
    ref = split_key(requirement_key)[1]
    return bool(chapter) and ref != chapter and not ref.startswith(f"{chapter}.")
