"""Working on an audit: its scope, the questions from its clauses, their answers, and samples drawn for them."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.records import write as door
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from .. import sampling
from ..clauses import is_under
from ..models import Audit, ChecklistLine
from ..models.choosing import Requirement, requirements_under
from ..rules.sides import adds_to_audit

LONGEST_TITLE = 200


@in_one_transaction
def make_checklist(
    audit: Audit, *, actor: Any, at: datetime.datetime, keys: Iterable[str] | None = None, source: str = "page"
) -> list[ChecklistLine]:
    """A question for each assessable clause among the audit's criteria that has none yet; gives the new ones.

    `keys`: only these clauses and what is below them, as far as they are among the criteria. Doing it again adds
    nothing. Raises NotVisible, Forbidden, WrongState, Invalid, or Unmet where the audit has no criteria.
    """
    register = registry["checklist-lines"]
    audit = door.lock(Audit, registry["audits"].get(audit.number, actor).pk)
    if not adds_to_audit(actor, ChecklistLine(audit=audit)):
        raise Forbidden(_("You may not add to the checklist of %s.") % audit.number)
    if not audit.criteria:
        raise Unmet(_("Choose the criteria of the audit first: its questions are made from them."))
    there = {key for line in audit.lines.exclude(state="dropped").only("criterion") for key in line.criterion}
    wanted = [r for r in _assessable(audit, keys) if r.key not in there]
    rows = [{"audit": audit, "unit": audit.unit, **_question(r)} for r in wanted]
    lines: list[ChecklistLine] = register.create_many(rows, actor=actor, at=at, source=source)
    return lines


def _assessable(audit: Audit, keys: Iterable[str] | None) -> list[Requirement]:
    """The criteria that can be met or not; a heading stands for the clauses in it, their points go with the clause."""
    chosen = set(audit.criteria)
    below = [r for r in requirements_under(chosen) if r.assessable]
    headings = chosen - {r.key for r in below}
    found = [r for r in below if r.key in chosen or (r.kind != "point" and _is_in(r.key, headings))]
    return found if keys is None else [r for r in found if _is_in(r.key, set(keys))]


def _is_in(key: str, headings: set[str]) -> bool:
    return any(is_under(key, heading) for heading in headings)


def _question(requirement: Requirement) -> dict[str, Any]:
    asked = _("%(clause)s – %(title)s: how is this done, and what shows it?")
    return {
        "title": f"{requirement.spoken} {requirement.title}"[:LONGEST_TITLE],
        "criterion": [requirement.key],
        "question": asked % {"clause": requirement.label, "title": requirement.title},
    }


@in_one_transaction
def answer_line(
    line: ChecklistLine, *, rev: int | None, actor: Any, at: datetime.datetime, answer: str = "",
    files: Iterable[tuple[str, bytes]] = (), source: str = "page", **seen: Any,
) -> ChecklistLine:  # fmt: skip
    """Keep what was seen, the answer where there is one, and files: all or none.

    `seen`: evidence, asked, note. Raises as the verbs answer, edit and attach do.
    """
    register = registry["checklist-lines"]
    if answer:
        line = register.perform(line, "answer", rev=rev, actor=actor, at=at, source=source, answer=answer, **seen)
    elif seen:
        line = register.edit(line, rev=rev, actor=actor, at=at, source=source, **seen)
    for name, data in files:
        line = register.attach(line, name=name, data=data, rev=line.rev, actor=actor, at=at, source=source)
    return line


@in_one_transaction
def add_scope(
    audit: Audit, numbers: Iterable[str], *, rev: int | None, actor: Any, at: datetime.datetime, source: str = "page"
) -> Audit:
    """Link the audit to the records with these numbers as being in its scope. Raises as `link` does."""
    for number in numbers:
        audit = registry["audits"].link(
            audit, kind="concerns", target=number, rev=rev, actor=actor, at=at, source=source
        )
        rev = audit.rev
    return audit


def draw_sample(
    line: ChecklistLine, *, rev: int | None, actor: Any, at: datetime.datetime, of: str, population: int | None = None,
    listed: str = "", size: int, seed: str = "", source: str = "page",
) -> ChecklistLine:  # fmt: skip
    """Draw a sample by chance and keep population, size, seed and items with the question.

    `population` is a number, or `listed` names the items, one per line. An empty `seed` is chosen by chance. Raises as
    `sampling.draw` and an edit of the line do.
    """
    if population is None and not listed.strip():
        raise Invalid(fields={"population": [_("Say how many there are, or list them.")]})
    items = [text for item in listed.splitlines() if (text := item.strip())]
    seed = seed.strip() or sampling.new_seed()
    drawn = sampling.draw(items or population or 0, size, seed)
    row = {
        "of": of, "population": str(len(items) or population), "method": "random", "size": str(size), "seed": seed,
        "listed": "\n".join(items), "drawn": "\n".join(drawn),
    }  # fmt: skip
    kept: ChecklistLine = registry["checklist-lines"].edit(
        line, rev=rev, actor=actor, at=at, source=source, samples=[*line.samples, row]
    )
    return kept
