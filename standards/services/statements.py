"""Lines made from the catalogue or from the version in force, and the same decision for a whole chapter."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Unmet
from qms.records import write as door
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..chapters import in_chapter
from ..coverage.levels import is_counted
from ..coverage.reading import nodes_of
from ..models import Requirement, Statement, StatementLine
from ..rules import applicability as rules

LONGEST_TITLE = 200
COPIED = ("applicable", "because", "justification", "status", "owner_id", "due", "decided_by_id", "decided_on")
FIELDS = tuple(name.removesuffix("_id") for name in COPIED)


def requirements_of(edition_key: str) -> list[Requirement]:
    """What a statement for this edition decides: its controls where it has some, else all that coverage counts.

    Points follow the clause that is counted itself. One query.
    """
    found = list(Requirement.objects.filter(edition__key=edition_key, withdrawn_at=None).order_by("position"))
    nodes = nodes_of(found)
    by_key = {node.key: node for node in nodes}
    counted = [r for r, node in zip(found, nodes, strict=True) if is_counted(node, by_key)]
    return [r for r in counted if r.kind == "control"] or counted


@in_one_transaction
def fill(
    statement: Statement, *, actor: Any, at: datetime.datetime, source: str = "page", mark: str = ""
) -> list[StatementLine]:
    """A line for each requirement that has none yet, decided as in the version in force; gives the new ones.

    Doing it again adds nothing. Raises NotVisible, Forbidden, or Unmet where the statement is no draft.
    """
    lines = registry["applicability-lines"]
    statement = door.lock(Statement, registry["applicability-statements"].get(statement.number, actor).pk)
    if not rules.may_edit(actor, statement):
        raise Forbidden(_("You may not add to the lines of %s.") % statement.number)
    if statement.state != "draft":
        raise Unmet(_("Lines are added while the statement is a draft."))
    there = set(statement.lines.values_list("requirement_id", flat=True))
    wanted = [r for r in requirements_of(statement.edition) if r.pk not in there]
    before = decided_before(statement)
    rows = [_row(statement, requirement, before.get(requirement.pk)) for requirement in wanted]
    made: list[StatementLine] = lines.create_many(rows, actor=actor, at=at, source=source, mark=mark)
    return made


def decided_before(statement: Statement) -> dict[int, StatementLine]:
    """The lines of the version in force for the same edition and unit, by requirement id."""
    rows = StatementLine.objects.filter(
        statement__edition=statement.edition, statement__unit_id=statement.unit_id, statement__state="in_force"
    )
    return {line.requirement_id: line for line in rows}


def _row(statement: Statement, requirement: Requirement, before: StatementLine | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "statement": statement, "requirement": requirement, "unit": statement.unit,
        "title": f"{requirement.spoken} {requirement.title}"[:LONGEST_TITLE],
    }  # fmt: skip
    if before is None:
        return row
    kept = {name: getattr(before, held) for name, held in zip(FIELDS, COPIED, strict=True)}
    return {**row, **kept, "state": "decided"}


@in_one_transaction
def next_version(
    statement: Statement, *, actor: Any, at: datetime.datetime, source: str = "page", mark: str = ""
) -> Statement:
    """A draft that begins as a copy of the statement in force; the one that is there if somebody began it already.

    Raises NotVisible, Forbidden, or Unmet where the statement is not in force.
    """
    register = registry["applicability-statements"]
    statement = door.lock(Statement, register.get(statement.number, actor).pk)
    if statement.state != "in_force":
        raise Unmet(_("The next version begins from the one that is in force."))
    begun = Statement.objects.filter(
        edition=statement.edition, unit=statement.unit, state__in=("draft", "in_review")
    ).order_by("pk")
    there: Statement | None = begun.first()
    if there is not None:
        return there
    made: Statement = register.create(
        actor=actor, at=at, source=source, mark=mark, title=statement.title, edition=statement.edition,
        unit=statement.unit, basis=statement.basis, owner=statement.owner,
    )  # fmt: skip
    return made


@in_one_transaction
def decide_chapter(
    statement: Statement, chapter: str, *, because: str, justification: str, actor: Any, at: datetime.datetime,
    source: str = "page", applicable: str = "yes",
) -> int:  # fmt: skip
    """Declare every undecided line of a chapter applicable, or not, with this reason: all or none. Gives how many.

    `chapter` is a reference such as `A.6`, `8` or `Chapter VI`; "" means the whole statement. Raises as the moves of
    the lines do.
    """
    register = registry["applicability-lines"]
    rows = list(statement.lines.filter(in_chapter(chapter), state="open").order_by("pk"))
    if not rows:
        raise Unmet(_("Every line of this chapter is decided already."))
    for line in rows:
        register.perform(
            line, "decide", rev=line.rev, actor=actor, at=at, source=source, applicable=applicable, because=because,
            justification=justification,
        )  # fmt: skip
    return len(rows)
