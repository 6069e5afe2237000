"""The steps of an action: added, started, extended, done, verified."""

from functools import partial
from typing import Any

from nonconformities.services import add_action

from .pen import MARK, SOURCE, Pen
from .plots import Alone, Task
from .stories import file_text
from .timeline import Step


def steps(pen: Pen, key: str, task: Task, *, day: int, by: str, case: str) -> list[Step]:
    """The life of an action that `by` adds to a nonconformity on a day."""
    return [(day, partial(_add, pen, key, case, by, _values(pen, task))), *_life(pen, key, task)]


def steps_alone(pen: Pen, alone: Alone) -> list[Step]:
    """The life of an action that no nonconformity asked for."""
    add = partial(_add_alone, pen, alone, _values(pen, alone.task))
    return [(alone.day, add), *_life(pen, alone.key, alone.task)]


def _values(pen: Pen, task: Task) -> dict[str, Any]:
    values = {"kind": task.kind, "title": task.title, "description": task.note, "function": task.function}
    return values | {"owner": task.owner, "due_on": pen.day(task.due)}


def _add(pen: Pen, key: str, case: str, by: str, values: dict[str, Any]) -> None:
    given = {**values, "owner": pen.company[values["owner"]], "mark": MARK}
    actor, at = pen.company[by], pen.timeline.at()
    pen.made[key] = add_action(pen.made[case], actor=actor, at=at, source=SOURCE, **given)


def _add_alone(pen: Pen, alone: Alone, values: dict[str, Any]) -> None:
    links = [("addresses", pen.entry(alone.finding))] if alone.finding else []
    unit = pen.company[alone.task.owner].unit
    pen.create(alone.key, "actions", alone.by, links=links, unit=unit, **values)


def _life(pen: Pen, key: str, task: Task) -> list[Step]:
    found: list[Step] = []
    if task.start is not None:
        found.append((task.start, partial(pen.do, key, "start", task.owner)))
    grants = "quality" if task.owner != "quality" else "approver"  # nobody moves his own date
    for later in task.later:
        given = {"due_on": pen.day(later.due), "reason": later.text}
        found.append((later.day, partial(pen.do, key, "extend", grants, **given)))
    if task.cancelled:
        said = task.cancelled
        found.append((said.day, partial(pen.do, key, "cancel", "quality", reason=said.text)))
    return found + _done(pen, key, task)


def _done(pen: Pen, key: str, task: Task) -> list[Step]:
    if task.done is None:
        return []
    found: list[Step] = []
    if name := task.done.file:
        found.append((task.done.day, partial(pen.attach, key, task.owner, name, file_text(name))))
    if back := task.sent_back:
        found.append((back.day - 2, partial(_report, pen, key, task, back.day - 2)))
        found.append((back.day, partial(pen.do, key, "send_back", task.verifier, reason=back.text)))
    found.append((task.done.day, partial(_report, pen, key, task, task.done.day)))
    if seen := task.seen:
        said = {"verification": seen.looked, "harm": "no", "harm_evidence": seen.harmless}
        found.append((seen.day, partial(pen.do, key, "verify", task.verifier, **said)))
    return found


def _report(pen: Pen, key: str, task: Task, day: int) -> None:
    assert task.done
    said = {"done_on": pen.day(day), "result": task.done.result, "evidence": task.done.evidence}
    pen.do(key, "complete", task.owner, verifier=task.verifier, **said)
