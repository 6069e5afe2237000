"""From a reporter to the handlers without a moment in between that anybody could look up.

What is said anonymously lies in the tray until its day is over; then everything of that day is handed over at once, in
an order of chance. So neither a time nor a place between other rows of history, ledger or table of contents says when
somebody sat at the keyboard. Nothing is kept of who it was, here or in memory.
"""

import datetime
import secrets
import threading
import time
from collections import deque
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.people import system_user
from qms.lib.errors import Invalid, Refused, TooMany, Unmet
from qms.lib.text import tidy_field
from qms.registers import registry

from ..models import Concern, Tray
from ..models.concern import CATEGORIES
from . import named_people, receipts

SOURCE = "concerns"
LONGEST = 20_000
HOUR = 3600.0
#: When the last ones were taken, on this process's own clock and only in its memory.
_taken: deque[float] = deque()
_lock = threading.Lock()


def put(*, text: str, on: datetime.date, category: str = "") -> str:
    """Keep a concern until its day is over and give the code for its answer, which is shown once.

    Raises Invalid for no text, a text beyond 20,000 characters or an unknown category, TooMany beyond
    QMS_CONCERNS_PER_HOUR from everybody together, and Unmet where nobody is named to read it.
    """
    said = _said(text)
    if category and category not in dict(CATEGORIES):
        raise Invalid(fields={"category": [_("Choose one from the list, or none.")]})
    if not named_people.named():
        raise Unmet(_("Nobody is named for concerns yet. Tell somebody whom you trust."))
    _one_more()
    code = receipts.new_code()
    Tray.objects.create(text=said, category=category, on=on, receipt=receipts.hash_of(code), first=True)
    return code


def add(*, code: str, text: str, on: datetime.date) -> None:
    """Keep what a reporter adds until the day is over. Raises Invalid as `put` and for a code that fits nothing."""
    receipt = known(code)
    said = _said(text)
    _one_more()
    Tray.objects.create(text=said, on=on, receipt=receipt, first=False)


def known(code: str) -> str:
    """The hash of a code that belongs to something. Raises Invalid."""
    receipt = receipts.hash_of(code)
    if receipt and (Concern.objects.filter(receipt=receipt) or Tray.objects.filter(receipt=receipt)):
        return receipt
    raise Invalid(fields={"code": [_("No concern belongs to this code. It has four groups of five signs.")]})


def _said(text: str) -> str:
    said = tidy_field("text", text)
    if not said:
        raise Invalid(fields={"text": [_("Say what you are worried about.")]})
    if len(said) > LONGEST:
        raise Invalid(fields={"text": [_("At most %d characters.") % LONGEST]})
    return said


def _one_more() -> None:
    """One bucket for everybody: whoever floods it is not known, and is not looked for."""
    with _lock:
        now = time.monotonic()
        while _taken and now - _taken[0] > HOUR:
            _taken.popleft()
        if len(_taken) >= settings.QMS_CONCERNS_PER_HOUR:
            raise TooMany(_("Too much was sent within this hour. Keep your text, and send it later."))
        _taken.append(now)


def confide(*, reporter: Any, text: str, at: datetime.datetime, category: str = "") -> str:
    """A concern of somebody who gives his name to the handlers alone, at once. Gives the code; raises as `put`."""
    said = _said(text)
    if category and category not in dict(CATEGORIES):
        raise Invalid(fields={"category": [_("Choose one from the list, or none.")]})
    if not named_people.named():
        raise Unmet(_("Nobody is named for concerns yet. Tell somebody whom you trust."))
    code = receipts.new_code()
    given = {"way": "confidential", "reporter": reporter, "receipt": receipts.hash_of(code)}
    _create(said, category, timezone.localdate(at), at=at, **given)
    return code


def hand_over(*, at: datetime.datetime) -> int:
    """Hand over what lies in the tray from days that are over; gives how many. Safe to run twice.

    Waits where nobody is named to read it.
    """
    over = Tray.objects.filter(on__lt=timezone.localdate(at))
    waiting = list(over.values_list("first", "pk"))
    if not waiting or not named_people.named():
        return 0
    secrets.SystemRandom().shuffle(waiting)
    waiting.sort(key=lambda one: not one[0])  # a concern before what was added to it
    done, refusals = 0, []
    for _first, pk in waiting:
        try:
            done += _hand_over(pk, at)
        except Refused as refusal:  # it stays in the tray, and the others do not wait for it
            refusals.append(refusal)
    if refusals:
        raise refusals[0]
    return done


@transaction.atomic
def _hand_over(pk: Any, at: datetime.datetime) -> bool:
    row = Tray.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    if row.first:
        _create(row.text, row.category, row.on, at=at, way="anonymous", receipt=row.receipt)
    elif record := Concern.objects.filter(receipt=row.receipt).first():
        _append(record, row, at)
    else:
        return False
    row.delete()
    return True


def _create(text: str, category: str, on: datetime.date, *, at: datetime.datetime, **given: Any) -> None:
    registry["concerns"].create(
        actor=system_user(), at=at, source=SOURCE, unit=named_people.top_unit(), title=_("Concern of %s") % on,
        description=text, category=category, received_on=on, **given,
    )  # fmt: skip


def _append(record: Concern, row: Tray, at: datetime.datetime) -> None:
    register = registry["concerns"]
    if register.lifecycle.phase(record.state) == "void":
        return
    verb = "add_word" if register.lifecycle.phase(record.state) == "open" else "take_up_again"
    additions = [*record.additions, {"on": row.on.isoformat(), "text": row.text}]
    register.perform(record, verb, rev=None, actor=system_user(), at=at, source=SOURCE, additions=additions)


def answer_to(code: str) -> dict[str, Any]:
    """What whoever holds the code may read: how far it is, the answer, and what he added. Raises Invalid."""
    receipt = known(code)
    record = Concern.objects.filter(receipt=receipt).first()
    waiting = list(Tray.objects.filter(receipt=receipt, first=False).values_list("on", "text"))
    if record is None:
        return {"state": _("Handed over when the day is over"), "waiting": waiting}
    lifecycle = registry["concerns"].lifecycle
    said = record.answer if record.answered_on else ""
    return {
        "state": lifecycle.label(record.state), "received_on": record.received_on, "answer": said,
        "answered_on": record.answered_on, "additions": record.additions, "waiting": waiting,
    }  # fmt: skip
