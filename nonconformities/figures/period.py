"""The period that figures are about: nonconformities reported in it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest
from qms.records.access import visible_to

from ..models import Nonconformity

#: Days that the figures go back unless somebody asks otherwise.
USUAL = 365


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: datetime.date
    last: datetime.date

    @property
    def query(self) -> str:
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})

    def rows(self, actor: Any) -> QuerySet[Nonconformity]:
        """Nonconformities reported in the period that the actor may see: no drafts, nothing void."""
        seen = visible_to(Nonconformity.objects.all(), actor).exclude(state__in=("draft", "void"))
        return seen.filter(created_at__gte=start_of(self.first), created_at__lt=start_of(self.last + DAY))


DAY = datetime.timedelta(days=1)


def start_of(day: datetime.date) -> datetime.datetime:
    """Midnight in the organisation's time zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def period(asked: Mapping[str, str], today: datetime.date) -> Period:
    """From `from` and `to` of an address. Raises BadRequest for what is no day, or an end before its beginning."""
    last = _day(asked, "to") or today
    first = _day(asked, "from") or last - datetime.timedelta(days=USUAL)
    if last < first:
        raise BadRequest(_("The period ends before it begins."))
    return Period(first, last)


def _day(asked: Mapping[str, str], name: str) -> datetime.date | None:
    if not asked.get(name):
        return None
    try:
        day = datetime.date.fromisoformat(asked[name])
    except ValueError:
        raise BadRequest(_("“%s” is no day such as 2026-11-23.") % asked[name][:20]) from None
    if not 1900 <= day.year <= 2199:
        raise BadRequest(_("Days lie between the years 1900 and 2199."))
    return day
