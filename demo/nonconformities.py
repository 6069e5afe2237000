"""The steps of a nonconformity: reported, triaged, corrected, its cause found, planned, checked, closed."""

from functools import partial
from typing import Any
from zlib import crc32

from audits.services.raising import carried

from . import cycles, tasks
from .case_plots import Case
from .lives import make_move
from .pen import Pen
from .stories import file_text
from .timeline import Step

MOVED = "Given to the unit that builds the product; those who reported it follow it"
#: Why a record was changed on its way; people say it in their own words.
REASONS = {
    "containment": (
        "Containment put in place today", "Noted what was done to stop it", "Interim measure agreed with the team",
    ),
    "correction": (
        "The correction is done and tested", "Added what put it right", "Correction recorded after it was rolled out",
    ),
    "answers": (
        "Answered after looking across the other products", "Side effects and similar cases looked at with the team",
        "Completed after the review of similar cases",
    ),
}  # fmt: skip


def steps(pen: Pen, case: Case) -> list[Step]:
    """Everything that happens to a nonconformity and its actions."""
    key = case.key
    found: list[Step] = [(case.found if case.reported is None else case.reported, partial(_write, pen, case))]
    if case.reported is not None:
        found.append((case.reported, partial(pen.do, key, "report", case.by)))
    if triage := case.triage:
        if case.moved:
            to = {"unit": case.moved, "audience": "everyone"}
            found.append((triage.day, partial(pen.edit, key, "quality", MOVED, **to)))
        decided = {"severity": triage.severity, "owner": case.owner, "due_on": pen.day(triage.due)}
        found.append((triage.day, partial(pen.do, key, "triage", "quality", **decided)))
        for place, task in enumerate(case.tasks):
            found += tasks.steps(pen, f"{key}-c{place}", task, day=triage.day, by=case.owner, case=key)
    found += _at_once(pen, case)
    for number, cycle in enumerate(case.cycles, 1):
        found += cycles.steps(pen, case, cycle, number)
    found += [(one.day, partial(make_move, pen, key, one)) for one in case.moves]
    return found + _ends(pen, case) + [(one.day, partial(pen.say, key, one.who, one.text)) for one in case.said]


def _write(pen: Pen, case: Case) -> None:
    links = [("addresses", pen.entry(key)) for key in case.findings]
    links += [("concerns", pen.entry(title)) for title in case.concerns]
    links += [("recurs", pen.entry(case.recurs))] if case.recurs else []
    values: dict[str, Any] = carried(pen.made[case.findings[0]]) if case.findings else {}
    values |= {"title": case.title, "unit": case.unit, "found_on": pen.day(case.found), **case.what}
    if case.occurred is not None:
        values["occurred_on"] = pen.day(case.occurred)
    pen.create(case.key, "nonconformities", case.by, links=links, **values)


def _at_once(pen: Pen, case: Case) -> list[Step]:
    """Containment and correction wait for no state, nor do files. Until triage it is the reporter who writes."""
    found: list[Step] = []
    for one in case.files:
        found.append((one.day, partial(pen.attach, case.key, case.owner, one.name, file_text(one.name))))
    for name, said in (("containment", case.contained), ("correction", case.corrected)):
        if said:
            who = case.owner if case.triage and said.day >= case.triage.day else case.by
            values = {name: said.text, f"{name}_on": pen.day(said.day)}
            found.append((said.day, partial(pen.edit, case.key, who, _because(name, case.key), **values)))
    if case.answered is not None:
        why = _because("answers", case.key)
        found.append((case.answered, partial(pen.edit, case.key, case.owner, why, **case.answers)))
    return found


def _because(stage: str, key: str) -> str:
    """One of the reasons of a stage, always the same one for the same record."""
    return REASONS[stage][crc32(key.encode()) % len(REASONS[stage])]


def _ends(pen: Pen, case: Case) -> list[Step]:
    if one := case.closed:
        return [(one.day, partial(pen.do, case.key, "close", one.who))]
    if one := case.short:
        said = {"severity": "minor", "short_rationale": one.text}
        return [(one.day, partial(pen.do, case.key, "close_short", one.who, **said))]
    if case.void:
        return [(case.void.day, partial(pen.do, case.key, "void", "quality", reason=case.void.text))]
    return []
