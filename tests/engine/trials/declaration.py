"""The register of trials. It is not called register.py, so that only the tests that ask for it have it."""

import datetime
from typing import Any

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition
from qms.registers import Register, Section, registry
from qms.registers.predicates import has_role, insider, is_creator, is_owner, nobody

from .models import Trial


def has_note(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    return None if record.note else "Write the note first."


def due_later(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    return None if record.due_on > at.date() else "The due date lies in the past."


def follow_up(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Another record, through the door."""
    title = f"Follow-up of {record.number}"
    registry["trials"].create(title=title, unit=record.unit, actor=actor, at=at, links=[("addresses", record.entry)])


def fail(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    follow_up(record, actor=actor, at=at)
    raise RuntimeError("an effect broke")


def count_up(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    record.count += 1


def move(verb: str, source: str, target: str, rule: Any, **options: Any) -> Transition:
    return Transition(verb, verb.title(), tuple(source.split()), target, rule, **options)


CONTENT = Scope(fields=("title", "note", "size", "steps"))
LIFECYCLE = Lifecycle(
    [
        State("draft", "Draft", "draft"),
        State("open", "Open", "open", waits="owner"),
        State("written", "Written", "open", waits="role:approver"),
        State("approved", "Approved", "done"),
        State("void", "Void", "void"),
    ],
    [
        move("open", "draft", "open", has_role("contributor"), asks=("due_on", "owner"), needs=("due_on",),
             guards=(has_note,), checks=(due_later,), effects=(count_up,)),
        move("submit", "open", "written", is_creator | is_owner, signs=Signing("authorship", CONTENT, "the content")),
        move("approve", "written", "approved", has_role("approver") & ~is_creator,
             signs=Signing("approval", CONTENT, "the content"), effects=(follow_up,)),
        move("back", "written", "open", has_role("approver"), reason=True, primary=False),
        move("reopen", "approved", "open", has_role("approver"), reason=True),
        move("break", "open", "approved", has_role("contributor"), effects=(fail,)),
        move("void", "draft open", "void", has_role("quality_manager"), reason=True),
        move("never", "draft", "void", nobody),
    ],
)  # fmt: skip


class Trials(Register):
    key, prefix, model = "trials", "TRI", Trial
    label, label_plural = "Trial", "Trials"
    lifecycle = LIFECYCLE
    columns = ("size",)
    sections = (
        Section("what", "What", ("title", "note", "size", "count", "steps", "tags", "tree", "met_at")),
        Section("who", "Who", ("owner", "unit", "audience", "lead", "team", "due_on", "review_on", "result")),
    )
    dates = {"due": "due_on", "next_review": "review_on"}
    involved = {"lead": "lead", "team": "team"}
    search = ("note", "steps")
    may_edit = has_role("contributor", "quality_manager")
    may_comment = insider
    import_states = {"approved": ("closed",)}
