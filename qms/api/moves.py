"""Transitions: what may be done next, what would be signed, and doing it."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from qms.lib.errors import Forbidden
from qms.lifecycle import MEANINGS
from qms.registers.signing import preview

from . import shapes
from .problems import addresses
from .records import answer_with
from .requests import Endpoint, asked_rev, body_of, mark_signed, proof_of, source_of


class Transitions(Endpoint):
    """The moves from a record's present state."""

    def get(self, request: Request, number: str) -> Response:
        """Each move with whether you may make it, what blocks it, what it asks and whether it is signed."""
        record = self.register.get(number, request.user)
        offers = self.register.offers(record, actor=request.user, at=self.at)
        return Response({"state": record.state, "rev": record.rev, "transitions": [_offer(o, record) for o in offers]})


def _offer(offer: Any, record: Any) -> dict[str, Any]:
    t = offer.transition
    return {
        "verb": t.verb, "label": str(t.label), "target": t.leads_to(record.state), "allowed": offer.allowed,
        "open": offer.open, "blocked_by": offer.reasons, "see": addresses(offer.reasons), "asks": list(t.asks),
        "needs": list(t.needs), "reason_needed": t.reason, "meaning": t.signs.meaning if t.signs else None,
    }  # fmt: skip


class OneTransition(Endpoint):
    """One move."""

    def get(self, request: Request, number: str, verb: str) -> Response:
        """What the move would sign: meaning, content, hash, and a challenge to send back with the proof."""
        record = self.register.get(number, request.user)
        t = self.register.lifecycle.find(record, verb, request.user)
        if t.signs is None:
            return Response({"verb": verb, "meaning": None, "asks": list(t.asks), "needs": list(t.needs)})
        if request.auth is not None:
            raise Forbidden(_("A token cannot sign. Sign in as yourself and send your password with the request."))
        shown = preview(record, t, actor=request.user, at=self.at)
        return Response(
            {
                "verb": verb, "meaning": shown.meaning, "words": str(MEANINGS[shown.meaning]), "covers": shown.covers,
                "content": shown.content, "scope_hash": shown.scope_hash, "challenge": shown.challenge,
                "asks": list(t.asks), "needs": list(t.needs),
            }
        )  # fmt: skip

    def post(self, request: Request, number: str, verb: str) -> Response:
        """Make the move. Needs If-Match; `reason`, the asked fields and, where it is signed, `proof` in the body."""
        record, rev, body = self.register.get(number, request.user), asked_rev(request), body_of(request)
        t = self.register.lifecycle.find(record, verb, request.user)
        if t.signs and request.auth is not None:
            raise Forbidden(_("A token cannot sign. Sign in as yourself and send your password with the request."))
        proof = proof_of(request, body.pop("proof", None))
        extra = {"reason": serializers.CharField(required=False, allow_blank=True)}
        values = shapes.read_input(self.register, t.asks, body, actor=request.user, partial=True, extra=extra)
        record = self.register.perform(
            record, verb, rev=rev, actor=request.user, at=self.at, proof=proof, source=source_of(request),
            **values,
        )  # fmt: skip
        if t.signs:
            mark_signed(request)
        return answer_with(self.register, record, request.user)
