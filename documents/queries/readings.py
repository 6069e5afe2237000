"""Who has read what, person by person and document by document, as lines to take along; and the sums of them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms.accounts.people import organisation
from qms.pages.moments import day_text
from qms.printing.compose import print_list
from qms.printing.render import render_pdf
from qms.printing.shapes import PrintColumn, PrintFact, PrintList, PrintTable, Width

from ..models import Acknowledgement

#: Lines of one file, and of one print.
MOST, MOST_PRINTED = 10_000, 2_000
WIDTHS: tuple[Width, ...] = ("number", "text", "person", "short", "state", "date", "date")


@dataclass(frozen=True)
class Sum:
    """How many people have read, have time, or are late."""

    read: int = 0
    open: int = 0
    late: int = 0

    @property
    def asked(self) -> int:
        return self.read + self.open + self.late

    @property
    def words(self) -> str:
        """`5 of 7`."""
        return _("%(n)d of %(all)d") % {"n": self.read, "all": self.asked}

    @property
    def whole(self) -> str:
        """All three in words."""
        said = _("%(read)d read, %(open)d to be read, %(late)d late")
        return said % {"read": self.read, "open": self.open, "late": self.late}


def sums(asked: QuerySet[Acknowledgement], by: str, today: datetime.date) -> dict[int, Sum]:
    """The sums of these acknowledgements by `revision` or `owner`. One query."""
    late = Q(state="to_read", due_on__lt=today)
    counted = asked.order_by().values_list(by).annotate(
        read=Count("pk", filter=Q(state="read")), open=Count("pk", filter=Q(state="to_read") & ~late),
        late=Count("pk", filter=late),
    )  # fmt: skip
    return {key: Sum(read, open_, late) for key, read, open_, late in counted}


def heads() -> list[str]:
    """The columns of a line."""
    return [_("Revision"), _("Title"), _("Person"), _("Unit"), _("Status"), _("To be read by"), _("Read on")]


def lines(asked: QuerySet[Acknowledgement], today: datetime.date, most: int) -> list[list[str]]:
    """One line for each person and revision, by revision and name."""
    rows = asked.select_related("revision", "owner__unit").order_by("revision", "owner__display_name", "pk")[:most]
    return [_line(one, today) for one in rows]


def _line(one: Any, today: datetime.date) -> list[str]:
    late = one.state == "to_read" and one.due_on < today
    status = _("read") if one.state == "read" else _("late") if late else _("to be read")
    read = one.read_at.date().isoformat() if one.read_at else ""
    unit = one.owner.unit.code if one.owner.unit else ""
    due = one.due_on.isoformat()
    return [one.revision.number, one.revision.title, one.owner.printed_name, unit, status, due, read]


def sum_lines(asked: QuerySet[Acknowledgement], revisions: Iterable[Any], today: datetime.date) -> list[list[str]]:
    """A line for each revision with its sums, to stand under the others."""
    found = sums(asked, "revision", today)
    return [
        [r.number, r.title, _("All of them: %s") % found[r.pk].words, "", found[r.pk].whole, "", ""]
        for r in revisions if r.pk in found
    ]  # fmt: skip


def readings_pdf(
    asked: QuerySet[Acknowledgement], revisions: Iterable[Any], *, today: datetime.date, unit: str, query: str,
    actor: Any, at: datetime.datetime,
) -> bytes:  # fmt: skip
    """The lines on paper, the sums above them. Raises PrintFailed with a sentence."""
    by_revision = sums(asked, "revision", today)
    whole = Sum(*(sum(getattr(s, n) for s in by_revision.values()) for n in ("read", "open", "late")))
    shown = [r for r in revisions if r.pk in by_revision]
    facts = [PrintFact(label=_("Unit"), value=unit), PrintFact(label=_("Day"), value=day_text(today))]
    facts += [PrintFact(label=r.number, value=by_revision[r.pk].whole) for r in shown]
    columns = [PrintColumn(label=label, width=width) for label, width in zip(heads(), WIDTHS, strict=True)]
    address, rows = f"{settings.QMS_PUBLIC_URL}/reading/", lines(asked, today, MOST_PRINTED)
    shape = PrintList(
        organisation=organisation(), register=_("Who has read what"), address=f"{address}?{query}", at=at,
        reader=actor.printed_name, table=PrintTable(label="", columns=columns, rows=rows, total=whole.asked),
        filters=facts, holds=f"{whole.words} · {whole.whole}", csv_address=f"{address}?{query}&format=csv",
        lang=get_language() or "en",
    )  # fmt: skip
    return render_pdf(print_list(shape), title=shape.register, lang=shape.lang)
