"""The release gate: may this version with this artifact go out now? It fails closed, and every answer is kept."""

import datetime
import hashlib
import logging
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.text import is_whole
from qms.registers import registry
from qms.registers.signing import signatures_among
from qms.signatures.models import Signature

from ..lifecycle.card_guards import unsigned
from ..lifecycle.system_guards import unapproved
from ..models import GateAnswer, ModelCard, SystemVersion
from ..queries.around import Around
from ..queries.causes import grounds_of
from ..queries.gates import BARRED
from ..queries.incidents import not_to_be_altered
from ..queries.signals import unwatched
from .versions import artifact_hash

log = logging.getLogger(__name__)

Signed = list[tuple[Signature, bool]]
PASS, CONDITIONAL, FAIL = "pass", "conditional", "fail"
#: States of a system and of a version in which something of it may go out.
SYSTEM_MAY = frozenset({"approved"})
VERSION_MAY = frozenset({"registered", "current"})
#: States in which a card may pass, and the moves whose signature brings it there.
APPROVED_BY = {"approved": ("approve", "lift_conditions", "confirm"), "conditional": ("approve_conditionally",)}
APPROVALS = frozenset({*APPROVED_BY["approved"], *APPROVED_BY["conditional"], "put_in_force"})


@dataclass(frozen=True)
class Reason:
    """One thing the answer rests on: a stable code, a sentence, and the record to look at."""

    code: str
    text: str
    url: str = ""

    def plain(self) -> dict[str, str]:
        """As it is kept and sent."""
        return {"code": self.code, "text": self.text, "url": self.url}


@dataclass
class Verdict:
    """What is known while the question is being answered."""

    faults: list[Reason] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    card: ModelCard | None = None
    conditional: bool = False

    @property
    def result(self) -> str:
        """pass only where nothing speaks against it."""
        if self.faults or self.card is None:
            return FAIL
        return CONDITIONAL if self.conditional else PASS


def answer(
    system: Any, *, version: str, artifact: str, actor: Any, at: datetime.datetime, source: str = "api"
) -> GateAnswer:
    """Ask the gate and keep the answer.

    system: the System. version: as CI names it. artifact: SHA-256 of what goes out, 64 hexadecimal digits; "" for none
    given, which fails. Whatever cannot be evaluated fails, and the log says why.
    """
    try:
        with (
            transaction.atomic() if connection.in_atomic_block else nullcontext()
        ):  # an error leaves the caller's whole
            verdict = judge(system, version=version, artifact=artifact, at=at)
    except Exception:
        log.exception("The gate of %s could not be evaluated", system.number)
        said = _("The gate could not be evaluated; that counts as no. The server's log says why.")
        verdict = Verdict(faults=[Reason("not_evaluated", said)])
    row = GateAnswer(
        system_id=system.pk, version=version[:60], artifact=artifact[:64], result=verdict.result,
        reasons=[reason.plain() for reason in (*verdict.faults, *verdict.notes)],
        asked_by=actor, asked_by_name=actor.printed_name, source=source[:60], at=at,
    )  # fmt: skip
    row.save()
    return row


def judge(system: Any, *, version: str, artifact: str, at: datetime.datetime) -> Verdict:
    """Everything that speaks against the release, or the card that speaks for it. Keeps nothing."""
    verdict = Verdict()
    known, card = _named(system, version)
    signed = signatures_among(*(record for record in (system, card, card and card.policy) if record))
    _judge_system(system, signed[system.pk], verdict)
    if known is None:
        _say(verdict, "unknown_version", _("%s has no version “%s”.") % (system.number, version[:60]), _url(system))
        return verdict
    _judge_artifact(known, artifact, verdict)
    _judge_version(known, verdict)
    if card is None:
        _say(verdict, "no_card", _("Version %s has no model card.") % known.version, _url(known))
    else:
        _judge_card(card, signed, verdict, at)
    return verdict


def _named(system: Any, version: str) -> tuple[SystemVersion | None, ModelCard | None]:
    """The version and its card, in one query where both are there."""
    cards = ModelCard.objects.select_related("entry", "policy__entry", "version")
    cards = cards.filter(version__system=system, version__version=version).exclude(version__state="void")
    # only one is not void (a constraint), and ordering so many columns would cost as much as reading them
    card = next(iter(cards.exclude(state="void").order_by()[:1]), None)
    versions = SystemVersion.objects.filter(system=system, version=version)
    known = card.version if card is not None else versions.exclude(state="void").first()
    if known is not None:
        known.system = system
    if card is not None:
        card.system, card.named = system, Around(card).datasets
    return known, card


def _say(verdict: Verdict, code: str, text: str, url: str) -> None:
    verdict.faults.append(Reason(code, text, url))


def _judge_system(system: Any, signatures: Signed, verdict: Verdict) -> None:
    if bar := BARRED.get(system.risk_class) or unapproved(signatures):
        _say(verdict, "class", str(bar), _url(system))
    if system.state not in SYSTEM_MAY:
        label = registry["systems"].lifecycle.label(system.state)
        _say(verdict, "system_state", _("%(n)s is “%(s)s”.") % {"n": system.number, "s": label}, _url(system))
    if said := not_to_be_altered(system):
        _say(verdict, "incident", str(said), said.see)


def _judge_artifact(version: SystemVersion, artifact: str, verdict: Verdict) -> None:
    sent = artifact_hash(artifact)
    if not sent:
        _say(verdict, "no_artifact", _("Send the SHA-256 of the artifact."), _url(version))
    elif sent != version.artifact:
        said = _("The artifact is not that of version %(version)s: registered is %(hash)s….")
        _say(
            verdict, "wrong_artifact", said % {"version": version.version, "hash": version.artifact[:12]}, _url(version)
        )


def _judge_version(version: SystemVersion, verdict: Verdict) -> None:
    if version.state not in VERSION_MAY:
        label = registry["system-versions"].lifecycle.label(version.state)
        _say(
            verdict, "version_state", _("Version %(v)s is “%(s)s”.") % {"v": version.version, "s": label}, _url(version)
        )


def _judge_card(card: ModelCard, signed: dict[int, Signed], verdict: Verdict, at: datetime.datetime) -> None:
    lifecycle = registry["model-cards"].lifecycle
    if card.state not in APPROVED_BY:
        said = _("%(n)s is “%(s)s”.") % {"n": card.number, "s": lifecycle.label(card.state)}
        if card.look_again_because:
            said += f" {card.look_again_because}"
        _say(verdict, f"card_{card.state}", said, _url(card))
        return
    verdict.card = card
    _judge_signatures(card, signed, verdict)
    for cause in grounds_of(card, at=at):
        _say(verdict, "look_again", cause.text, cause.url or _url(card))
    if card.policy is not None and "monitor" in card.policy.material:
        for said in unwatched(card.version):
            _say(verdict, "unwatched", said, _url(card))
    _judge_dates(card, verdict, timezone.localdate(at))


def _judge_signatures(card: ModelCard, signed: dict[int, Signed], verdict: Verdict) -> None:
    """Those of the card hold, the approval among them, and so does that of the policy it was approved under."""
    holding = [(row.verb, valid) for row, valid in signed[card.pk]]
    if said := unsigned(card, {verb.removeprefix("sign_") for verb, valid in holding if valid}):
        _say(verdict, "signature", said, _url(card))
    if not _approved(holding, by=APPROVED_BY[card.state]):
        said = _("The approval of %s does not hold: its content changed.") % card.number
        _say(verdict, "signature", said, _url(card))
    policy = card.policy
    if policy is None:
        _say(verdict, "policy", _("%s was approved under no policy.") % card.number, _url(card))
        return
    held = [(row.verb, valid) for row, valid in signed[policy.pk]]
    if not _approved(held, by=("put_in_force",)):
        said = _("The signature under %s does not hold: the policy changed.") % policy.number
        _say(verdict, "policy", said, _url(policy))


def _approved(holding: list[tuple[str, bool]], *, by: tuple[str, ...]) -> bool:
    """Whether the last approval is one of these moves, and covers what stands there now."""
    last = [(verb, valid) for verb, valid in holding if verb in APPROVALS]
    return bool(last) and last[-1][0] in by and last[-1][1]


def _judge_dates(card: ModelCard, verdict: Verdict, today: datetime.date) -> None:
    if card.review_on is None or card.review_on < today:
        due = card.review_on.isoformat() if card.review_on else "–"
        said = _("The review of %(n)s was due on %(date)s.") % {"n": card.number, "date": due}
        _say(verdict, "review_due", said, _url(card))
    if card.state == "conditional":
        _judge_conditions(card, verdict, today)
    if not verdict.faults:
        verdict.notes.append(Reason("card", _("%s is signed and stands.") % card.number, _url(card)))


def _judge_conditions(card: ModelCard, verdict: Verdict, today: datetime.date) -> None:
    verdict.conditional = True
    if card.valid_until is None or card.valid_until < today:
        said = _("The conditional approval of %(n)s ended on %(date)s.")
        _say(verdict, "expired", said % {"n": card.number, "date": card.valid_until}, _url(card))
    else:
        said = _("Approved with conditions until %s.") % card.valid_until.isoformat()
        verdict.notes.append(Reason("conditions", said, _url(card)))


def _url(record: Any) -> str:
    return f"/{registry.of_model(type(record)).key}/{record.number}/"


def etag(row: GateAnswer) -> str:
    """Changes whenever the answer does, and only then."""
    told = [row.version, row.artifact, row.result, *(f"{r['code']}:{r['text']}" for r in row.reasons)]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:32]


def answers_of(system: Any, *, before: str = "", most: int = 50) -> list[GateAnswer]:
    """What the gate of a system said, newest first; `before` is the id of an answer, for the older ones."""
    rows = GateAnswer.objects.filter(system_id=system.pk).order_by("-pk")
    return list((rows.filter(pk__lt=int(before)) if is_whole(before) else rows)[:most])
