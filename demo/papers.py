"""The steps of a document: its revisions written, signed, made effective and read, and its reviews."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from documents.services import asking
from qms.registers import registry

from .pen import SOURCE, Pen
from .plots import Noted
from .stories import file_text
from .timeline import Step

REVIEWER = "quality"


@dataclass(frozen=True)
class Read:
    """People who read it on a day."""

    day: int
    who: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question to the readers."""

    question: str
    answers: tuple[str, ...]
    right: int


@dataclass(frozen=True)
class Revision:
    """One revision: a text of `data/files/`, or that of the one before with some of its words exchanged."""

    by: str
    written: int
    summary: str
    text: str = ""
    swaps: tuple[tuple[str, str], ...] = ()
    submitted: int | None = None
    reviewed: int | None = None
    approved: int | None = None
    approver: str = "approver"
    effective: int | None = None
    planned: int | None = None
    quiz: tuple[Question, ...] = ()
    read: tuple[Read, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document and what becomes of it."""

    key: str
    owner: str
    unit: str
    day: int
    by: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    reviewed: Noted | None = None


def steps(pen: Pen, paper: Paper) -> list[Step]:
    """The life of a document."""
    given = {"unit": paper.unit, "owner": paper.owner, **paper.values}
    found: list[Step] = [(paper.day, partial(pen.create, paper.key, "documents", paper.by or paper.owner, **given))]
    for place, revision in enumerate(paper.revisions, 1):
        found += _steps_of(pen, paper.key, f"{paper.key}-{place}", revision)
    if said := paper.reviewed:
        found.append((said.day, partial(_review, pen, paper, said.text)))
    return found


def _steps_of(pen: Pen, document: str, key: str, one: Revision) -> list[Step]:
    found: list[Step] = [(one.written, partial(_write, pen, document, key, one))]
    if one.submitted is not None:
        found.append((one.submitted, partial(pen.do, key, "submit", one.by)))
    if one.reviewed is not None:
        found.append((one.reviewed, partial(pen.do, key, "sign_review", REVIEWER)))
    if one.approved is not None:
        asked = {"effective_from": pen.day(one.planned)} if one.planned is not None else {}
        found.append((one.approved, partial(pen.do, key, "approve", one.approver, **asked)))
    if one.effective is not None:
        found.append((one.effective, partial(_put_in_force, pen, key)))
    for read in one.read:
        found += [(read.day, partial(_read, pen, key, who, one.quiz)) for who in read.who]
    return found


def _write(pen: Pen, document: str, key: str, one: Revision) -> None:
    paper = pen.made[document] = (
        pen.made[document].__class__.objects.select_related("entry").get(pk=pen.made[document].pk)
    )
    text = file_text(one.text) if one.text else paper.effective_revision.text
    for old, new in one.swaps:
        if old not in text:
            raise ValueError(f"{key}: “{old}” is not in the text")
        text = text.replace(old, new)
    quiz = [{"question": q.question, "answers": "\n".join(q.answers), "right": str(q.right)} for q in one.quiz]
    pen.create(key, "document-revisions", one.by, document=paper, text=text, change_summary=one.summary, quiz=quiz)


def _put_in_force(pen: Pen, key: str) -> None:
    """It becomes effective; whoever was still to read the one before need not any more."""
    pen.do(key, "make_effective", REVIEWER)
    asking.excuse_what_is_over(at=pen.timeline.at(), source=SOURCE)


def _read(pen: Pen, key: str, who: str, quiz: tuple[Question, ...]) -> None:
    register: Any = registry["acknowledgements"]
    revision, actor = pen.made[key], pen.company[who]
    one = revision.acknowledgements.select_related("entry").get(owner=actor)
    if quiz:
        rows = [{"question": row["id"], "answer": row["right"]} for row in revision.quiz]
        one = register.perform(one, "answer", rev=None, actor=actor, at=pen.timeline.at(), source=SOURCE, answers=rows)
    register.perform(one, "acknowledge", rev=None, actor=actor, at=pen.timeline.at(), source=SOURCE)


def _review(pen: Pen, paper: Paper, text: str) -> None:
    pen.do(paper.key, "review", paper.owner, review_result=text)
