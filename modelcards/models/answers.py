"""The answers of a classification as a part of a system: one row per question, in the order of the questions."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.printing.shapes import PrintColumn, PrintTable
from qms.records.fields import Column, RowsField

from ..aiact.answers import asked, given
from ..aiact.option import NONE
from ..aiact.questions import BY_KEY, option


@dataclass(frozen=True)
class ChosenColumn(Column):
    """The options ticked, as a list of their keys; one key may be given bare."""

    def read(self, value: Any) -> list[str]:
        chosen = [value] if isinstance(value, str) and value else value or []
        if not isinstance(chosen, list) or not all(isinstance(key, str) for key in chosen):
            raise ValidationError(_t("“%s” is a list of keys.") % self.label)
        return list(dict.fromkeys(chosen))

    def shown(self, value: Any) -> str:
        return "; ".join(words(key) for key in value or [])


def words(key: str) -> str:
    """An option in words; a key that no question knows any more stays as it is."""
    found = option(key)
    return found.words if found else key


class QuestionColumn(Column):
    """The question's key, shown as its title."""

    def read(self, value: Any) -> str:
        if value not in BY_KEY:
            known = ", ".join(BY_KEY)
            raise ValidationError(
                _t("“%(key)s” is no question. There are: %(known)s.") % {"key": value, "known": known}
            )
        return str(value)

    def shown(self, value: Any) -> str:
        return str(BY_KEY[value].title) if value in BY_KEY else str(value)


COLUMNS = (
    QuestionColumn("question", _("Question"), required=True),
    ChosenColumn("answer", _("Answer"), required=True),
    Column("reason", _("Reason"), kind="long"),
)


class AnswersField(RowsField):
    """Rows of question, answer (a list of option keys) and reason. Equal answers are equal rows: ids are the keys."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "columns": COLUMNS})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "modelcards.models.answers.AnswersField", args, kwargs

    def read_items(self, items: list[Any]) -> list[Any]:
        named = [str(item.get("question")) for item in items if isinstance(item, dict)]
        if twice := [key for key in named if named.count(key) > 1]:
            raise ValidationError(_t("“%s” is answered twice.") % twice[0][:60])
        rows = super().read_items([{**i, "id": i.get("question", "")} if isinstance(i, dict) else i for i in items])
        for row in rows:
            _check(BY_KEY[row["question"]], row)
        order = {key: place for place, key in enumerate(BY_KEY)}
        return sorted((row for row in rows if row["answer"]), key=lambda row: order[row["question"]])

    def _row(self, place: int, item: dict[str, Any]) -> dict[str, Any]:
        row: dict[str, Any] = super()._row(place, item)
        return {**row, "id": row["question"]}

    def shown(self, value: list[dict[str, Any]], *, short: bool = False) -> str:
        """A table of the questions with their answers; in a list, how many are answered."""
        if short:
            return str(len(value))
        return render_to_string("modelcards/systems/answers.html", {"rows": read(value)})

    def form_field(self, **options: Any) -> None:
        """No general form edits it: the questions have a page of their own."""

    def printed(self, value: list[dict[str, Any]], _words: Any) -> PrintTable:
        """The answers on paper; a question that is not asked any more says so."""
        heads = (("long", _("Question")), ("long", _("Answer")), ("long", _("Reason")))
        columns = [PrintColumn(label=str(label), width=width) for width, label in heads]  # type: ignore[arg-type]
        rows = [
            [row["title"], [*row["answers"], *([] if row["counts"] else [_t("(not asked any more)")])], row["reason"]]
            for row in read(value)
        ]
        return PrintTable(label="", columns=columns, rows=rows)


def _check(question: Any, row: dict[str, Any]) -> None:
    """Raises ValidationError for options that are none of the question's, or do not go together."""
    said = {"question": question.key, "known": ", ".join(question.by_key)}
    for key in row["answer"]:
        if key not in question.by_key:
            raise ValidationError(
                _t("“%(key)s” is no answer to “%(question)s”. There are: %(known)s.") % {"key": key[:60], **said}
            )
    if len(row["answer"]) > 1 and NONE in row["answer"]:
        raise ValidationError(_t("“%(question)s” is answered by “none” and by something else.") % said)
    if len(row["answer"]) > 1 and not question.several:
        raise ValidationError(_t("“%(question)s” takes one answer.") % said)
    row["answer"].sort(key=list(question.by_key).index)


def read(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows for reading: title and reference of the question, answers in words, the reason, whether it counts now."""
    counting = {question.key for question in asked(given(rows))}
    return [
        {
            "title": str(BY_KEY[row["question"]].title), "ref": BY_KEY[row["question"]].ref, "reason": row["reason"],
            "answers": [words(key) for key in row["answer"]], "counts": row["question"] in counting,
            "yes": not set(row["answer"]) <= {NONE, "no"},
        }
        for row in rows if row["question"] in BY_KEY
    ]  # fmt: skip
