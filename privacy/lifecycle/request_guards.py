"""When a request can move: periods, identity, reasons of a refusal, charges."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t

from qms.lib.errors import Said
from qms.lib.text import says_nothing
from qms.lifecycle.table import Guard
from qms.records.cleaning import changed_fields

from ..models.request_choices import OPT_OUTS
from ..requests.clock import answer_clock, wrong_instants
from ..requests.naming import naming, sentence

#: Rights whose exercise is told to recipients (GDPR 19).
PASSED_ON = frozenset({"rectification", "erasure", "restriction"})


def instants_fit(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """In their order, and not in the future."""
    for name, said in wrong_instants(record, at).items():
        return Said(said[0], field=name)
    return None


def is_ccpa(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """11 CCR 7021(a); the GDPR knows no such step."""
    if record.regime != "ccpa" or record.kind in OPT_OUTS:
        return _t("Only requests to know, delete or correct under the CCPA are confirmed.")
    return _t("The confirmation is sent already.") if record.confirmed_at else None


def is_not_extended(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Once; an opt-out knows none."""
    if record.regime == "ccpa" and record.kind in OPT_OUTS:
        return _t("An opt-out cannot be extended.")
    return _t("It is extended already.") if record.extended_at else None


def told_in_time(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 12(3): the extension is told inside the first month; 11 CCR 7021(b): inside the 45 days."""
    due = answer_clock(record).due
    if record.extended_at and record.extended_at > due:
        said = _t("An extension is told inside the first period, which ended on %s. Answer now.")
        return Said(said % f"{due:%d %b %Y %H:%M UTC}", field="extended_at")
    if says_nothing(record.extension_reason):
        return Said(_t("Say why it takes longer."), field="extension_reason")
    return None


def doubt_has_reasons(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 12(6): reasonable doubts."""
    if record.regime == "ccpa" and record.kind in OPT_OUTS:
        return _t("An opt-out needs no verification (11 CCR 7026(d)).")
    if says_nothing(record.identity_doubt):
        return Said(_t("Say what makes the identity doubtful."), field="identity_doubt")
    return None


def is_verified(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody's data go to somebody else."""
    if record.identity in ("undoubted", "confirmed"):
        return None
    return _t("The identity is not confirmed: settle that first, or refuse.")


def answer_says_something(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What they were told."""
    return Said(_t("Say what they were told or given."), field="answer") if says_nothing(record.answer) else None


def recipients_are_named(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 19: who else was told."""
    if record.kind in PASSED_ON and says_nothing(record.recipients):
        return Said(_t("Say which recipients were informed, or why nobody (Art. 19)."), field="recipients")
    return None


def refusal_has_ground(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 12(4): one of the grounds that there are."""
    return None if record.ground else Said(_t("Say on which ground it is refused."), field="ground")


def refusal_has_reasons(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 12(4): the reasons."""
    return Said(_t("Say why it is refused."), field="refusal_reason") if says_nothing(record.refusal_reason) else None


def refusal_names_remedies(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 12(4): the complaint to an authority, the judicial remedy."""
    if says_nothing(record.remedies):
        return Said(_t("Say where they can complain, and that they can go to court."), field="remedies")
    return None


def if_partly(guard: Guard) -> Guard:
    """The same guard, for an answer that refuses a part."""

    def asked(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
        return guard(record, actor=actor, at=at) if record.outcome == "partly" else None

    return asked


#: One guard for each thing, so that all that is missing is named at once.
REFUSAL_IS_ARGUED = (refusal_has_ground, refusal_has_reasons, refusal_names_remedies)
IS_ANSWERED_WHOLE = (answer_says_something, recipients_are_named, *map(if_partly, REFUSAL_IS_ARGUED))


def charge_is_argued(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """GDPR 12(5): free, unless manifestly unfounded or excessive; we bear the burden of showing that."""
    if record.charge_ground == "no":
        if record.charge is not None:
            said = _t("A charge is only possible for what is manifestly unfounded or excessive.")
            return Said(said, field="charge_ground")
        return None
    if record.charge is None or not record.charge_currency:
        return Said(_t("Say the amount and its currency."), field="charge")
    if says_nothing(record.charge_reason):
        return Said(_t("Show why the request is manifestly unfounded or excessive."), field="charge_reason")
    return None


def names_nobody(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What a step writes is seen by readers, who must not learn who asks."""
    named = naming(record, changed_fields(record))
    return Said(sentence(), field=named[0]) if named else None
