"""The life of an acknowledgement: to be read, read and understood; or no longer asked for."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition
from qms.registers.prints.record import content_hash

from .. import quizzes
from ..rules import acknowledgements as rules


def is_still_asked(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What is no longer in force need not be read."""
    revision = record.revision
    return None if revision.state in ("approved", "effective") else _t("%s is no longer in force.") % revision.number


def quiz_is_passed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Whoever has understood can answer."""
    if record.passed or not record.revision.quiz:
        return None
    return _t("Answer the questions first.")


def has_a_quiz(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nothing is answered where nothing is asked."""
    return None if record.revision.quiz else _t("There are no questions on this revision.")


def note_reading(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """When, and the hash of the content that was read."""
    record.read_at, record.read_hash = at, content_hash(record.revision)


lifecycle = Lifecycle(
    states=[
        State("to_read", _("To be read"), "open", waits="owner"),
        State("read", _("Read and understood"), "done"),
        State("excused", _("No longer asked for"), "void"),
    ],
    transitions=[
        Transition(
            "answer", _("Answer the questions"), ("to_read",), "to_read", rules.reads,
            guards=[is_still_asked, has_a_quiz], asks=("answers",), needs=("answers",), effects=[quizzes.judge],
            primary=False,
        ),
        Transition(
            "acknowledge", _("I have read and understood this"), ("to_read",), "read", rules.reads,
            guards=[is_still_asked, quiz_is_passed], effects=[note_reading],
        ),
        Transition(
            "excuse", _("Ask no longer"), ("to_read",), "excused", rules.excuses, reason=True, primary=False,
            help=_("The person need not read it: it was replaced, or it does not concern him."),
        ),
        Transition(
            "ask_again", _("Ask again"), ("excused",), "to_read", rules.excuses, guards=[is_still_asked],
            asks=("due_on",), needs=("due_on",), primary=False,
        ),
    ],
)  # fmt: skip
