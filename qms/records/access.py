"""Who may see what: the only implementation, as one SQL predicate. Default is deny."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from qms.accounts.reach import Reach, reach

from .models import Involved, ReadGrant

M = TypeVar("M", bound=Model)
#: Whoever keeps what is said about people: qualifications, and what was narrowed to "quality people".
QUALITY = ("quality_manager", "compliance_officer")
NARROW = ("quality", "named")


def visible_to(queryset: QuerySet[M], actor: Any) -> QuerySet[M]:
    """The rows of a Record or Entry queryset that `actor` may see.

    Everyone who holds a role that opens the registers sees what is for everyone and what belongs to a unit he reaches;
    anybody active sees what he owns or has a part in. What says something about a person is seen by the quality people
    of its unit and the people named; records for named people by these alone. Somebody from outside sees besides what
    was opened for him, and nothing at all once his time is over.
    """
    if not getattr(actor, "is_active", False) or actor.pk is None:
        return queryset.none()
    if actor.username == "system":
        return queryset
    held = reach(actor)
    if held.ended:
        return queryset.none()
    own: Any = Q(owner_id=actor.pk) | Exists(Involved.objects.filter(user_id=actor.pk, entry=OuterRef("pk")))
    if held.is_external:
        own |= Exists(_opened(actor).filter(entry=OuterRef("pk")))
    if not held.is_insider:
        return queryset.filter(own)
    if units := held.unit_ids(QUALITY):
        own |= Q(audience="quality", unit_id__in=units)
    if held.organisation_wide:
        return queryset.filter(~Q(audience__in=NARROW) | own)
    return queryset.filter(Q(audience="everyone") | Q(audience="unit", unit_id__in=held.unit_ids()) | own)


def sees(actor: Any, row: Any) -> bool:
    """Whether `actor` may see this one record or entry: the same predicate, answered from memory where it can be."""
    if not getattr(actor, "is_active", False) or actor.pk is None:
        return False
    held = reach(actor)
    if held.ended:
        return False
    if row.owner_id == actor.pk or actor.username == "system" or _by_role(held, row):
        return True
    if Involved.objects.filter(user_id=actor.pk, entry_id=row.pk).exists():
        return True
    return held.is_external and _opened(actor).filter(entry_id=row.pk).exists()


def _by_role(held: Reach, row: Any) -> bool:
    if row.audience not in NARROW and (held.organisation_wide or (held.is_insider and row.audience == "everyone")):
        return True
    if row.audience == "quality":
        return row.unit_id in held.unit_ids(QUALITY)
    return row.audience == "unit" and row.unit_id in held.unit_ids()


def _opened(actor: Any) -> QuerySet[ReadGrant]:
    """What was opened for somebody from outside and still is."""
    lasting = Q(until=None) | Q(until__gte=timezone.localdate())
    return ReadGrant.objects.filter(lasting, user_id=actor.pk)
