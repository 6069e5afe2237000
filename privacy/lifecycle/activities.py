"""The life of a processing activity: described, in force once every letter of Art. 30 is answered, reviewed, ended."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle import Lifecycle, State, Transition
from qms.lifecycle.table import Guard

from .. import article30
from ..rules import activities as rules

OPEN = ("in_force", "under_review")


def answers(letter: str) -> Guard:
    """The guard of one letter of Art. 30(1) or (2); of a letter that the role is not asked, it asks nothing."""

    def guard(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
        asked = next((a for a in article30.letters(record) if a.letter.key == letter), None)
        if asked is None or not asked.gap:
            return None
        said = {"ref": f"{article30.paragraph(record)}({letter})", "gap": asked.gap}
        return Said(
            _t("Art. %(ref)s is not answered yet: %(gap)s.") % said, way=f"edit/?section={asked.letter.section}"
        )

    return guard


def has_basis(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """A controller says on what legal basis it processes, and what follows from that (Art. 5(2), 6, 9)."""
    if record.role == "processor":
        return None
    here = "edit/?section=purposes"
    if not record.legal_bases:
        return Said(_t("Art. 6: say on which legal basis the processing stands."), way=here)
    if "legitimate_interest" in record.legal_bases and says_nothing(record.legitimate_interest):
        return Said(_t("Art. 6(1)(f): say which legitimate interest it is, and why it is not overridden."), way=here)
    if record.has_special and says_nothing(record.special_condition):
        return Said(_t("Art. 9, 10: say which condition permits the special categories or convictions."), way=here)
    return None


def review_lies_ahead(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """An entry that nobody looks at again is soon wrong."""
    if record.review_on and record.review_on <= timezone.localdate(at):
        return Said(_t("The next review lies after today."), field="review_on")
    return None


def note_in_force(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Since when it has been in force as it is now."""
    record.reviewed_on = timezone.localdate(at)


def end_reviews(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """What is over is not reviewed any more."""
    record.review_on = None


lifecycle = Lifecycle(
    [
        State("draft", _("Draft"), "draft", waits="owner"),
        State("in_force", _("In force"), "open"),
        State("under_review", _("Under review"), "open", waits="owner"),
        State("ended", _("Ended"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "put_in_force", _("Put in force"), ("draft", "under_review"), "in_force", rules.puts_in_force,
            guards=[*map(answers, article30.LETTERS), has_basis], asks=("review_on",), needs=("review_on",),
            checks=[review_lies_ahead], effects=[note_in_force],
            help=_("Every letter of Art. 30 is answered. From now on it is part of the record."),
        ),
        Transition(
            "review", _("Review it"), ("in_force",), "under_review", rules.works, reason=True,
            help=_("It can be changed, and is put in force again."),
        ),
        Transition(
            "end", _("End it"), OPEN, "ended", rules.ends, effects=[end_reviews], reason=True, primary=False,
            help=_("The processing has stopped; the entry is kept."),
        ),
        Transition(
            "void", _("Void"), ("draft",), "void", rules.voids, effects=[end_reviews], reason=True, primary=False
        ),
    ],
)  # fmt: skip
