"""Two editions side by side: every row of a mapping, with what it passes on."""

import re

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, NotVisible
from qms.pages.front import Page

from ..mapping import FULL, PARTIAL, WEAK, passes_on
from ..models import RELATIONS, MappingRow, MappingSet, Requirement

ROWS, MOST_WITHOUT = 100, 300
_AFTER = re.compile(r"^\d{1,9}-\d{1,9}$")
WORDS = dict(RELATIONS)


def mapping_of(key: str) -> MappingSet:
    """The mapping with this key. Raises NotVisible when there is none."""
    found = MappingSet.objects.select_related("source__standard", "target__standard").filter(key=key).first()
    if found is None:
        raise NotVisible(_("There is no mapping “%s” here.") % key[:60])
    return found


def rows_after(mapping: MappingSet, after: str, size: int) -> tuple[list[MappingRow], str]:
    """At most `size` rows behind the place `after`, by the order of both editions, and the place to go on from or "".

    Raises BadRequest for a place that is none.
    """
    rows = mapping.rows.annotate(place=F("source__position"), to=F("target__position")).order_by("place", "to")
    if after:
        if not _AFTER.match(after):
            raise BadRequest(_("This place in the list cannot be read. Start again from the top of the list."))
        one, other = (int(piece) for piece in after.split("-"))
        rows = rows.filter(Q(place__gte=one) & (Q(place__gt=one) | Q(to__gt=other)))
    found = list(rows.select_related("source", "target")[: size + 1])
    following = f"{found[size - 1].place}-{found[size - 1].to}" if len(found) > size else ""  # type: ignore[attr-defined]
    for row in found:
        row.source.edition, row.target.edition = mapping.source, mapping.target
    return found[:size], following


class MappingPage(Page):
    """`/standards/mappings/<key>/`: the rows, and what of the source edition is mapped to nothing."""

    template = "standards/mapping.html"
    allowed_parameters = frozenset({"after"})

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        self.check_parameters()
        mapping = mapping_of(key)
        rows, following = rows_after(mapping, request.GET.get("after", ""), ROWS)
        lines = [(row, WORDS[row.relation], passes_on(row.relation, row.strength)) for row in rows]
        return self.show(
            mapping=mapping, lines=lines, total=mapping.rows.count(), following=following, FULL=FULL, PARTIAL=PARTIAL,
            weak=WEAK, first=not request.GET.get("after"), without=self._without(mapping),
        )  # fmt: skip

    def _without(self, mapping: MappingSet) -> list[Requirement]:
        """Assessable clauses of the source that have no row, points of a clause left out; at most MOST_WITHOUT."""
        found = Requirement.objects.filter(edition=mapping.source, assessable=True, withdrawn_at=None)
        found = found.exclude(pk__in=mapping.rows.values("source")).exclude(kind="point").order_by("position")
        rows = list(found[:MOST_WITHOUT])
        for row in rows:
            row.edition = mapping.source
        return rows
