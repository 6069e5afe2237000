"""Acceptances that stop holding: the risk was rated anew, a control failed, the criteria changed, the day has come.

RM-02: each lapses once, in the name of the clock where nobody moved it, and the history of both records says why.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.people import system_user
from qms.lib.errors import Refused
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..choices import LEVELS
from ..matrix import level_of, matrix_of
from ..models import Acceptance, Risk, RiskMatrix
from ..queries.near import risks_of

MOST_OF_A_SWEEP = 500
SOURCE = "job:risks"


@in_one_transaction
def lapse(acceptance: Any, verb: str, *, at: datetime.datetime, reason: str, source: str, reopens: bool = True) -> None:
    """Let an acceptance go stale, end or be withdrawn, and reopen its risk, both or neither."""
    given = {"rev": None, "actor": system_user(), "at": at, "reason": reason, "source": source}
    registry["risk-acceptances"].perform(acceptance, verb, **given)
    risk = Risk.objects.get(pk=acceptance.risk_id)
    if reopens and risk.state == "accepted":
        registry["risks"].perform(risk, "reopen", **given)


def in_force_for(risk: Any) -> Acceptance | None:
    """The acceptance of a risk that holds now."""
    return Acceptance.objects.filter(risk_id=risk.pk, state="in_force").first()


def lapse_of(risk: Any, verb: str, *, at: datetime.datetime, reason: str, source: str) -> None:
    """Let the acceptance of a risk lapse that is being moved itself: its own move says where it goes."""
    if (held := in_force_for(risk)) is not None:
        lapse(held, verb, at=at, reason=reason, source=source, reopens=False)


def lapse_by_control(control: Any, *, at: datetime.datetime, source: str) -> int:
    """Acceptances of every risk that a control mitigates which no longer works; gives how many."""
    held = Acceptance.objects.filter(risk__in=risks_of(control).order_by().values("pk"), state="in_force")
    reason = _("%(number)s “%(title)s” no longer works as it did when the risk was accepted.") % {
        "number": control.number, "title": control.title,
    }  # fmt: skip
    found = list(held.order_by("pk"))
    for acceptance in found:
        lapse(acceptance, "make_stale", at=at, reason=reason, source=source)
    return len(found)


def sweep(*, at: datetime.datetime, source: str = SOURCE) -> int:
    """What the clock does: end acceptances whose day is past, and turn stale those whose level a new edition changes.

    Safe to run twice and in many processes: whoever comes second finds the acceptance no longer in force.
    """
    today, moved = timezone.localdate(at), 0
    over = Acceptance.objects.filter(state="in_force", ends_on__lt=today).select_related("entry").order_by("pk")
    for acceptance in over[:MOST_OF_A_SWEEP]:
        reason = _("The acceptance ended on %s.") % date_format(acceptance.ends_on, "j M Y")
        moved += _tried(acceptance, "end", at=at, reason=reason, source=source)
    for acceptance, reason in changed_by_edition():
        moved += _tried(acceptance, "make_stale", at=at, reason=reason, source=source)
    return moved


def changed_by_edition() -> list[tuple[Acceptance, str]]:
    """Acceptances whose rating has another level by the edition in force now, each with the sentence why."""
    editions = {m.family: m for m in RiskMatrix.objects.filter(state="in_force", about="risk")}
    tables = {family: matrix_of(edition) for family, edition in editions.items()}
    older = Acceptance.objects.filter(state="in_force").exclude(matrix__in=[m.pk for m in editions.values()])
    words, found = dict(LEVELS), []
    for held in older.select_related("entry", "matrix").order_by("pk")[:MOST_OF_A_SWEEP]:
        table = tables.get(held.matrix.family)
        if table is None:
            continue
        fits = table.fits(held.likelihood, held.consequence)
        level = level_of(table, held.likelihood, held.consequence).key if fits else ""
        if level != held.level:
            said = _("%(edition)s gives another level: %(now)s instead of %(then)s.")
            now = words[level] if level else _("off the scale")
            edition = editions[held.matrix.family]
            found.append((held, said % {"edition": edition, "now": now, "then": words[held.level]}))
    return found


def _tried(acceptance: Any, verb: str, **given: Any) -> int:
    try:
        lapse(acceptance, verb, **given)
    except Refused:  # somebody was faster
        return 0
    return 1
