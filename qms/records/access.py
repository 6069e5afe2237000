"""Who may see what: the only implementation, as one SQL predicate. Default is deny."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from qms.accounts.reach import reach

from .models import Involved

M = TypeVar("M", bound=Model)


def visible_to(queryset: QuerySet[M], actor: Any) -> QuerySet[M]:
    """The rows of a Record or Entry queryset that `actor` may see.

    Everyone who holds a role that opens the registers sees what is for everyone and what belongs to a unit he reaches;
    anybody active sees what he owns or has a part in. Records for named people are seen by these alone.
    """
    if not getattr(actor, "is_active", False) or actor.pk is None:
        return queryset.none()
    if actor.username == "system":
        return queryset
    held = reach(actor)
    named = Q(owner_id=actor.pk) | Exists(Involved.objects.filter(user_id=actor.pk, entry=OuterRef("pk")))
    if held.organisation_wide:
        return queryset.filter(~Q(audience="named") | named)
    if not held.is_insider:
        return queryset.filter(named)
    return queryset.filter(Q(audience="everyone") | Q(audience="unit", unit_id__in=held.unit_ids()) | named)


def sees(actor: Any, row: Any) -> bool:
    """Whether `actor` may see this one record or entry: the same predicate, answered from memory where it can be."""
    if not getattr(actor, "is_active", False) or actor.pk is None:
        return False
    held = reach(actor)
    if row.owner_id == actor.pk or actor.username == "system":
        return True
    if row.audience != "named" and (held.organisation_wide or (held.is_insider and row.audience == "everyone")):
        return True
    if row.audience == "unit" and row.unit_id in held.unit_ids():
        return True
    return Involved.objects.filter(user_id=actor.pk, entry_id=row.pk).exists()
