"""Answers as they are given: what was ticked for a question, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qms.lib.text import says_nothing

from .option import NONE, Question
from .questions import BY_KEY, QUESTIONS
from .tables.scope import SCOPE


@dataclass(frozen=True)
class Answer:
    """The options ticked for one question, and the reason given."""

    chosen: tuple[str, ...]
    reason: str = ""

    @property
    def says_yes(self) -> bool:
        """Whether anything but “none” or “no” is ticked."""
        return bool(set(self.chosen) - {NONE, "no"})

    @property
    def explained(self) -> bool:
        """Whether the reason says something."""
        return not says_nothing(self.reason)


Answers = Mapping[str, Answer]


def given(rows: Iterable[Mapping[str, Any]]) -> dict[str, Answer]:
    """The answers in rows as a record keeps them: question, answer (a list of options), reason."""
    return {row["question"]: Answer(tuple(row["answer"]), row["reason"]) for row in rows if row["answer"]}


def says_yes(answers: Answers, key: str) -> bool | None:
    """True or False; None where the question has no answer that counts.

    An answer that must be explained (an exclusion, an exemption) counts once its reason says something.
    """
    answer = answers.get(key)
    if answer is None or (answer.says_yes and BY_KEY[key].explain and not answer.explained):
        return None
    return answer.says_yes


def is_excluded(answers: Answers) -> bool:
    """Whether an exclusion of Art. 2 that asks for nothing further is claimed, with its reason."""
    options = SCOPE.by_key
    claimed = [options[key] for key in answers["scope"].chosen if key != NONE] if "scope" in answers else []
    return bool(says_yes(answers, "scope")) and any(not option.partial for option in claimed)


def asked(answers: Answers) -> list[Question]:
    """The questions that matter after what was answered so far, in their order."""
    found = [BY_KEY["scope"]]
    if is_excluded(answers):
        return found
    found.append(BY_KEY["prohibited"])
    if says_yes(answers, "prohibited"):
        return found
    return found + [question for question in QUESTIONS[2:] if _follows(question.key, answers)]


def _follows(key: str, answers: Answers) -> bool:
    match key:
        case "assessed":
            return bool(says_yes(answers, "annex_i"))
        case "profiling":
            return bool(says_yes(answers, "annex_iii"))
        case "exempt":
            return bool(says_yes(answers, "annex_iii")) and says_yes(answers, "profiling") is False
        case "harm":
            return _follows("exempt", answers) and bool(says_yes(answers, "exempt"))
        case _:
            return True
