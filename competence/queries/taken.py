"""The matrix of a unit as lines to take along: CSV, XLSX and paper hold the same lines and the same sums."""

import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.accounts.people import organisation
from qms.pages.moments import day_text
from qms.printing.compose import print_list
from qms.printing.render import render_pdf
from qms.printing.shapes import PrintColumn, PrintFact, PrintList, PrintTable, Width

from .standing import Matrix

WIDTHS: tuple[Width, ...] = ("person", "short", "number", "text", "state", "date", "number")


def heads() -> list[str]:
    """The columns of a line."""
    return [
        _("Person"), _("Unit"), _("Number"), _("Competence"), _("Standing"), _("Valid until"), _("Qualification"),
    ]  # fmt: skip


def lines(matrix: Matrix) -> list[list[str]]:
    """A line for each person and competence that is asked of him or that he has; as many as the page has signs."""
    return [
        [
            row.person.printed_name, row.person.unit.code if row.person.unit else "", one.number, one.title,
            cell.word, cell.until.isoformat() if cell.until else "", cell.number,
        ]
        for row in matrix.rows
        for one, cell in zip(matrix.competences, row.cells, strict=True) if cell.key
    ]  # fmt: skip


def sum_lines(matrix: Matrix) -> list[list[str]]:
    """The sums of the people, then of the competences, to stand under the lines."""
    said = _("All of them: %s")
    people = [(row.person.printed_name, row.sum) for row in matrix.rows]
    of_people = [[name, "", "", said % one.words, "", "", ""] for name, one in people if one.asked]
    columns = zip(matrix.competences, matrix.sums, strict=True)
    return of_people + [["", "", c.number, c.title, said % one.words, "", ""] for c, one in columns if one.asked]


def matrix_pdf(matrix: Matrix, unit: Unit, *, today: datetime.date, actor: Any, at: datetime.datetime) -> bytes:
    """The lines on paper, the sums of the competences above them. Raises PrintFailed with a sentence."""
    address = f"{settings.QMS_PUBLIC_URL}/competence/?unit={unit.code}"
    rows = lines(matrix)
    facts = [PrintFact(label=_("Unit"), value=unit.name), PrintFact(label=_("Day"), value=day_text(today))]
    columns = zip(matrix.competences, matrix.sums, strict=True)
    facts += [PrintFact(label=c.number, value=one.words) for c, one in columns if one.asked]
    if matrix.cut:
        facts.append(PrintFact(label=_("Shown"), value=_("in part: the unit has more people or competences")))
    shape = PrintList(
        organisation=organisation(), register=_("Competence matrix"), address=address, at=at,
        reader=actor.printed_name, csv_address=f"{address}&format=csv", lang=get_language() or "en", filters=facts,
        holds=_("%s held of what is asked") % (matrix.whole.words or "0"),
        table=PrintTable(
            label="", rows=rows, total=len(rows),
            columns=[PrintColumn(label=label, width=width) for label, width in zip(heads(), WIDTHS, strict=True)],
        ),
    )  # fmt: skip
    return render_pdf(print_list(shape), title=shape.register, lang=shape.lang)
