"""The questions of the classification as a form that works without script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.pages.forms import RecordForm, reason_field

from ..aiact.option import Option, Question
from ..aiact.questions import AFTER, QUESTIONS

LONGEST = 20_000
REASON = "{}-reason"


@dataclass(frozen=True)
class Shown:
    """One question with its two fields. `after`: the question without whose yes it does not matter."""

    question: Question
    answer: Any
    reason: Any
    after: str


class Questionnaire(RecordForm):
    """Ticks and a reason per question. `rows` are the answers as a system keeps them."""

    rev = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, rows: Sequence[Mapping[str, Any]] = (), rev: int = 0, why: bool = False
    ) -> None:
        super().__init__(data, initial={"rev": rev, **_initial(rows)}, auto_id="id_%s")
        for question in QUESTIONS:
            self.fields[question.key] = _field(question)
            self.fields[REASON.format(question.key)] = _reason(question)
        if why:
            self.fields["reason"] = reason_field(required=True)

    def clean(self) -> dict[str, Any]:
        """A reason without an answer would be lost: it is asked what it belongs to."""
        cleaned: dict[str, Any] = super().clean() or {}
        for question in QUESTIONS:
            if (
                cleaned.get(REASON.format(question.key))
                and not cleaned.get(question.key)
                and question.key not in self.errors
            ):
                self.add_error(question.key, _("Tick the answer that this reason belongs to."))
        return cleaned

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What was answered."""
        found = []
        for question in QUESTIONS:
            chosen = self.cleaned_data[question.key]
            if chosen:
                reason = self.cleaned_data[REASON.format(question.key)]
                ticked = chosen if isinstance(chosen, list) else [chosen]
                found.append({"question": question.key, "answer": ticked, "reason": reason})
        return found

    @cached_property
    def questions(self) -> list[Shown]:
        """The questions in their order, with their fields."""
        return [
            Shown(question, self[question.key], self[REASON.format(question.key)], AFTER.get(question.key, ""))
            for question in QUESTIONS
        ]


def _initial(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    single = {question.key for question in QUESTIONS if not question.several}
    for row in rows:
        found[row["question"]] = row["answer"][0] if row["question"] in single else row["answer"]
        found[REASON.format(row["question"])] = row["reason"]
    return found


def _field(question: Question) -> forms.Field:
    options = {"label": question.title, "help_text": question.help, "required": False}
    if question.several:
        return forms.MultipleChoiceField(choices=_choices(question), widget=forms.CheckboxSelectMultiple, **options)
    return forms.ChoiceField(choices=_choices(question), widget=forms.RadioSelect, **options)


def _choices(question: Question) -> list[tuple[Any, Any]]:
    """(key, words), those of one heading together under it."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for option in question.options:
        groups.setdefault(str(option.group), []).append((option.key, _label(option)))
    return [pair for name, pairs in groups.items() for pair in ([(name, pairs)] if name else pairs)]


def _label(option: Option) -> str:
    return f"{option.label} ({option.ref})" if option.ref else str(option.label)


def _reason(question: Question) -> forms.CharField:
    label = gettext_lazy("Why this holds") if question.explain else gettext_lazy("Reason")
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 2}), help_text="",
    )  # fmt: skip
