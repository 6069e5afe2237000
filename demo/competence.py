"""The steps of a competence: written, shown by people, required; and of the qualifications of these people."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from .pen import Pen
from .timeline import Step

MANAGER = "quality"


@dataclass(frozen=True)
class Passed:
    """Somebody who showed it on a day; `by` verified it, `until` is a day other than the competence gives."""

    who: str
    day: int
    by: str = MANAGER
    until: int | None = None
    shown: str = "Passed the test at the end of the course."
    claimed: bool = False


@dataclass(frozen=True)
class Course:
    """A competence and who has it."""

    key: str
    written: int
    values: dict[str, Any]
    required: int | None = None
    retired: int | None = None
    by: str = MANAGER
    passed: tuple[Passed, ...] = ()


def steps(pen: Pen, course: Course) -> list[Step]:
    """The life of a competence and of its qualifications."""
    key = course.key
    found: list[Step] = [(course.written, partial(pen.create, key, "competences", course.by, **course.values))]
    for place, one in enumerate(course.passed):
        name = f"{key}-{place}"
        found.append((one.day, partial(_claim, pen, name, key, one)))
        if not one.claimed:
            said = {"assessment": "Asked about the main points; certificate seen."}
            found.append((one.day + 1, partial(pen.do, name, "verify", one.by, **said)))
    if course.required is not None:
        found.append((course.required, partial(pen.do, key, "require", course.by)))
    if course.retired is not None:
        reason = "Part of the course on model cards since this year."
        found.append((course.retired, partial(pen.do, key, "retire", course.by, reason=reason)))
    return found


def _claim(pen: Pen, name: str, key: str, one: Passed) -> None:
    person, until = pen.company[one.who], {} if one.until is None else {"valid_until": pen.day(one.until)}
    pen.create(
        name, "qualifications", one.who, person=person, competence=pen.made[key], obtained_on=pen.day(one.day),
        evidence=one.shown, unit=person.unit, **until,
    )  # fmt: skip
