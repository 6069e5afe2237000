"""From answers to a class: the strictest that applies drives, and what is not answered is not classified."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .answers import Answers, asked, is_excluded, says_yes
from .dates import Dates, read
from .option import NONE, Option, Question

#: From strictest to least strict, as modelcards/models/choices.py lists them.
ORDER = ("prohibited", "high", "gpai_systemic", "gpai", "transparency", "minimal", "out_of_scope")
UNCLASSIFIED = "unclassified"
IN_ADDITION = ("transparency", "gpai")
REGISTER = Option(
    "6-4", "Art. 6(4), 49(2)", _("Document the exemption before offering the system, and register it"), "annex_iii"
)


@dataclass(frozen=True)
class Missing:
    """What has to be answered yet: the question, or only the reason of an answer."""

    question: Question
    reason_only: bool


@dataclass(frozen=True)
class Because:
    """One answer that counts: what was ticked, the class it leads to ("": none by itself), and the reason given."""

    question: Question
    option: Option
    leads_to: str
    reason: str

    @property
    def words(self) -> str:
        """The answer, with its question where it is only a yes."""
        return (
            self.option.words if self.option.ref else f"{self.question.ref}: {self.question.title} {self.option.label}"
        )


@dataclass(frozen=True)
class Duty:
    """Something that applies in addition to the class."""

    option: Option
    applies_from: datetime.date | None


@dataclass(frozen=True)
class Classification:
    """The class, what the answers given so far lead to at least, duties in addition, why, and what is missing.

    `applies_from` is the day from which the rules of the class apply; None where the class has none.
    """

    risk_class: str
    at_least: str
    duties: tuple[Duty, ...]
    because: tuple[Because, ...]
    missing: tuple[Missing, ...]
    applies_from: datetime.date | None

    @property
    def complete(self) -> bool:
        """Whether every question that matters is answered."""
        return not self.missing

    @property
    def further(self) -> tuple[Duty, ...]:
        """The duties that `because` does not name already."""
        named = {one.option for one in self.because}
        return tuple(duty for duty in self.duties if duty.option not in named)


def classify(answers: Answers, *, dates: Dates | None = None, placed_on: datetime.date | None = None) -> Classification:
    """The class that follows from answers (Reg. (EU) 2024/1689 Art. 2, 5, 6, 50, 51).

    Args:
        answers: by question; see `answers.given`.
        dates: the edition of the dates; None: the one shipped.
        placed_on: when the system is or was first offered; some dates depend on it.
    """
    dates = dates or read()
    missing = tuple(_missing(answers))
    at_least = _class(answers)
    counting = tuple(_because(answers))
    because = tuple(b for b in counting if b.question.key not in IN_ADDITION or b.leads_to == at_least)
    starts = {b.option.regime for b in because if b.leads_to == at_least and b.option.regime}
    applies = [dates.starts[regime].applies_from(placed_on) for regime in starts]
    duties = tuple(
        Duty(option, dates.starts[option.regime].applies_from(placed_on)) for option in _duties(answers, counting)
    )
    return Classification(
        UNCLASSIFIED if missing else at_least, at_least, duties, because, missing, min(applies, default=None)
    )


def _class(answers: Answers) -> str:
    """The class of the answers given, as if every open question were answered in the lenient way."""
    if is_excluded(answers) or says_yes(answers, "scope") is None:
        return "out_of_scope"
    if says_yes(answers, "prohibited"):
        return "prohibited"
    if _is_product(answers) or _is_use(answers):
        return "high"
    if says_yes(answers, "gpai"):
        return "gpai_systemic" if "51-systemic" in answers["gpai"].chosen else "gpai"
    if says_yes(answers, "transparency"):
        return "transparency"
    return "out_of_scope" if says_yes(answers, "scope") else "minimal"


def _is_product(answers: Answers) -> bool:
    """Art. 6(1): both conditions hold."""
    return bool(says_yes(answers, "annex_i") and says_yes(answers, "assessed"))


def _is_use(answers: Answers) -> bool:
    """Art. 6(2), and no exemption of Art. 6(3) holds or can still be claimed; profiling leaves none."""
    if not says_yes(answers, "annex_iii"):
        return False
    return bool(says_yes(answers, "profiling") or says_yes(answers, "exempt") is False or _does_harm(answers))


def _does_harm(answers: Answers) -> bool:
    return bool(says_yes(answers, "exempt") and says_yes(answers, "harm"))


def _missing(answers: Answers) -> Iterable[Missing]:
    for question in asked(answers):
        if says_yes(answers, question.key) is None:
            yield Missing(question, reason_only=question.key in answers)


def _because(answers: Answers) -> Iterable[Because]:
    """Every yes that matters, in the order of the questions."""
    for question in asked(answers):
        answer = answers.get(question.key)
        if answer is None:
            continue
        for key in answer.chosen:
            if key not in (NONE, "no"):
                leads_to = _leads_to(question.key, key, answers)
                yield Because(question, question.by_key[key], leads_to, answer.reason)


def _leads_to(question: str, option: str, answers: Answers) -> str:
    found: dict[str, Any] = {
        "scope": "out_of_scope" if says_yes(answers, "scope") and _class(answers) == "out_of_scope" else "",
        "prohibited": "prohibited",
        "annex_i": "high" if _is_product(answers) else "",
        "annex_iii": "high" if _is_use(answers) else "",
        "transparency": "transparency",
        "gpai": "gpai_systemic" if option == "51-systemic" else "gpai",
    }
    return str(found.get(question, ""))


def _duties(answers: Answers, because: Iterable[Because]) -> list[Option]:
    """Transparency and general-purpose duties, and what an exemption costs."""
    found = [b.option for b in because if b.question.key in IN_ADDITION]
    exempted = says_yes(answers, "exempt") and says_yes(answers, "harm") is False and not _is_use(answers)
    return [*found, REGISTER] if exempted and says_yes(answers, "profiling") is False else found
