"""All questions in their order, and which of them a system has to answer."""

from collections.abc import Mapping

from .option import Option, Question
from .tables.areas import ANNEX_III, EXEMPT, HARM, PROFILING
from .tables.further import GPAI, TRANSPARENCY
from .tables.products import ANNEX_I, ASSESSED
from .tables.prohibited import PROHIBITED
from .tables.scope import SCOPE

QUESTIONS: tuple[Question, ...] = (
    SCOPE, PROHIBITED, ANNEX_I, ASSESSED, ANNEX_III, PROFILING, EXEMPT, HARM, TRANSPARENCY, GPAI,
)  # fmt: skip
BY_KEY: Mapping[str, Question] = {question.key: question for question in QUESTIONS}
#: A question that is asked only where an earlier one was answered otherwise than by no.
AFTER: Mapping[str, str] = {"assessed": "annex_i", "profiling": "annex_iii", "exempt": "annex_iii", "harm": "exempt"}


def option(key: str) -> Option | None:
    """An answer by its key, whatever the question; keys of yes, no and none are not unique and mean themselves."""
    return next((q.by_key[key] for q in QUESTIONS if key in q.by_key), None)
