"""Questions about a revision, and what somebody answered. Wrong answers are kept."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.lib.text import is_whole

SHORT = 300  # characters of a question or answer that an acknowledgement keeps
MOST_ATTEMPTS = 15


def questions_of(revision: Any) -> list[dict[str, Any]]:
    """The questions with their possible answers, numbered from 1, without telling which is right."""
    return [
        {"id": row["id"], "question": row["question"], "answers": list(enumerate(row["answers"].split("\n"), 1))}
        for row in revision.quiz
    ]


def judge(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Put an attempt behind those before it, each answer right or wrong; passed with all of them right.

    Given are rows of `question` (its id) and `answer` (a number from 1), one for each question. Raises Invalid.
    """
    before = type(record).objects.values_list("answers", flat=True).get(pk=record.pk)
    asked = {row["id"]: row for row in record.revision.quiz}
    given = {row["question"]: row["answer"] for row in record.answers}
    if set(given) != set(asked) or len(record.answers) != len(asked):
        raise Invalid(fields={"answers": [_("Answer each question once.")]})
    attempt = 1 + max((int(row["attempt"] or 0) for row in before), default=0)
    if attempt > MOST_ATTEMPTS:
        raise Invalid(_("This was tried %d times. Ask the owner of the document to explain it.") % MOST_ATTEMPTS)
    today = timezone.localdate(at).isoformat()
    rows = [_judged(asked[key], answer, attempt, today) for key, answer in given.items()]
    record.answers = [*before, *rows]
    record.passed = all(row["right"] for row in rows)


def _judged(question: dict[str, Any], answer: str, attempt: int, today: str) -> dict[str, Any]:
    answers = question["answers"].split("\n")
    if not is_whole(answer) or not 1 <= int(answer) <= len(answers):
        raise Invalid(fields={"answers": [_("Choose one of the answers to “%s”.") % question["question"][:SHORT]]})
    return {
        "id": f"{question['id'][:10]}-{attempt}", "question": " ".join(question["question"].split())[:SHORT],
        "answer": answers[int(answer) - 1][:SHORT], "right": answer == question["right"],
        "attempt": str(attempt), "on": today,
    }  # fmt: skip


def last_attempt(record: Any) -> list[dict[str, Any]]:
    """The answers of the newest attempt."""
    newest = max((int(row["attempt"] or 0) for row in record.answers), default=0)
    return [row for row in record.answers if int(row["attempt"] or 0) == newest]
