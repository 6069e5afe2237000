"""The steps of one analysis of a nonconformity: whys, plan, approval, actions, effectiveness check."""

from functools import partial
from typing import Any

from . import tasks
from .case_plots import Case, Cycle, Why
from .pen import Pen
from .timeline import Step

UNKNOWN = {"status": "assumed", "evidence_ref": "", "evidence": "", "root": False}
#: Why the record was changed, by cycle.
ASKED = ("First whys from the meeting with the team", "The first analysis did not reach the cause: asked again")
FOUND = ("Causes confirmed or refuted with evidence, plan written", "New cause confirmed, second plan written")
REWRITTEN = "Target and plan agree now, as asked when the plan came back"


def steps(pen: Pen, case: Case, cycle: Cycle, number: int) -> list[Step]:
    """What happens in a cycle, as far as it came."""
    key, owner = case.key, case.owner
    found: list[Step] = [(cycle.day, partial(_ask, pen, case, cycle, ASKED[number - 1]))]
    if cycle.planned is not None:
        found.append((cycle.planned, partial(_plan, pen, case, cycle, FOUND[number - 1])))
        for place, task in enumerate(cycle.tasks):
            found += tasks.steps(pen, f"{key}-{number}{place}", task, day=cycle.planned, by=owner, case=key)
    if back := cycle.returned:
        found.append((back.day - 3, partial(pen.do, key, "submit_plan", owner)))
        found.append((back.day, partial(pen.do, key, "return_plan", back.who, reason=back.text)))
        found.append((back.day + 2, partial(pen.edit, key, owner, REWRITTEN, **cycle.rewritten)))
    if cycle.submitted is not None:
        found.append((cycle.submitted, partial(pen.do, key, "submit_plan", owner)))
    if one := cycle.approved:
        found.append((one.day, partial(pen.do, key, "approve_plan", one.who)))
    return found + _checked(pen, case, cycle)


def _checked(pen: Pen, case: Case, cycle: Cycle) -> list[Step]:
    key, found = case.key, list[Step]()
    if cycle.checking is not None:
        found.append((cycle.checking, partial(pen.do, key, "start_check", case.owner)))
    if check := cycle.check:
        said: dict[str, Any] = {"check_date": pen.day(check.day), "effectiveness": check.outcome}
        said |= {"result_text": check.found, "check_evidence": check.evidence}
        found.append((check.day, partial(pen.do, key, "record_check", cycle.values["checker"], **said)))
    if one := cycle.accepted:
        found.append((one.day, partial(pen.do, key, "accept_partly", one.who, partial_rationale=one.text)))
    if again := cycle.again:
        found.append((again.day, partial(pen.do, key, "new_cycle", case.owner, due_on=pen.day(again.due))))
    return found


def _ask(pen: Pen, case: Case, cycle: Cycle, reason: str) -> None:
    """The tree as it is first drawn: of new whys nothing is known yet, unless the analysis has come no further."""
    rows = _rows(pen, cycle.whys)
    if cycle.planned is not None:
        known = {row["id"]: row for row in pen.made[case.key].causes}
        rows = [known.get(row["id"], row | UNKNOWN) for row in rows]
    pen.edit(case.key, case.owner, reason, causes=rows)


def _plan(pen: Pen, case: Case, cycle: Cycle, reason: str) -> None:
    values = {"causes": _rows(pen, cycle.whys), "cause_code": cycle.code, **cycle.values}
    pen.edit(case.key, case.owner, reason, **values)


def _rows(pen: Pen, whys: tuple[Why, ...]) -> list[dict[str, Any]]:
    """Rows of the tree; the last row of the depth above is the one that a why explains."""
    above: dict[int, str] = {}
    rows = []
    for place, why in enumerate(whys, 1):
        above[why.depth] = f"w{place}"
        ref = pen.made[why.ref[1:]].number if why.ref.startswith("@") else why.ref
        rows.append(
            {
                "id": f"w{place}", "parent": above.get(why.depth - 1, ""), "text": why.text, "status": why.status,
                "category": why.category, "evidence_ref": ref, "evidence": why.shows, "root": why.root,
            }
        )  # fmt: skip
    return rows
