"""Which revision of a document was effective on a day."""

import datetime
from typing import Any

from django.db.models import Max, Q

from ..models import DocumentRevision


def effective_on(document: Any, day: datetime.date, actor: Any) -> DocumentRevision | None:
    """The revision that was effective on `day`, of those that the actor may see; None where there was none.

    On the day of a change it is the newer one: a period ends before the day on which the next begins.
    """
    from qms.records.access import visible_to

    rows = visible_to(DocumentRevision.objects.filter(document_id=document.pk), actor)
    began = rows.filter(effective_on__lte=day).exclude(state="void")
    lasting = began.filter(Q(effective_until=None) | Q(effective_until__gt=day))
    return lasting.select_related("entry", "owner", "unit", "document").order_by("-effective_on", "-pk").first()


def first_free_day(document: Any, *, apart_from: int | None = None) -> datetime.date | None:
    """The first day on which a next revision of the document can begin; None where there was none yet.

    It is the day after the last one began, or the day on which that one ended if this is later: a day has one revision,
    and a period ends before the day on which the next begins.
    """
    began = DocumentRevision.objects.filter(document_id=document.pk, effective_on__isnull=False).exclude(state="draft")
    ends = began.exclude(pk=apart_from).aggregate(on=Max("effective_on"), until=Max("effective_until"))
    if ends["on"] is None:
        return None
    after: datetime.date = ends["on"] + datetime.timedelta(days=1)
    return max(after, ends["until"] or after)
