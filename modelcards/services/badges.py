"""A small picture of the gate's answer at a secret address, for a README or a dashboard. Revocable; shows no names."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden
from qms.records.events import log_event
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..models import Badge, System
from .gate import FAIL, judge


@dataclass(frozen=True)
class Shown:
    """What the badge says: the version in use, else the newest that has a card, and the answer for its own artifact."""

    version: str
    result: str


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@in_one_transaction
def make(system: Any, *, actor: Any, at: datetime.datetime, source: str) -> str:
    """A new secret for the system's badge; earlier ones stop working. Raises Forbidden."""
    _may(system, actor)
    _end(system, at)
    secret = secrets.token_urlsafe(24)
    Badge.objects.create(system_id=system.pk, digest=digest(secret), made_by=actor, made_at=at)
    log_event(subject=system.number, action="badge.new_address", actor=actor, at=at, source=source)
    return secret


@in_one_transaction
def revoke(system: Any, *, actor: Any, at: datetime.datetime, source: str) -> None:
    """End the system's badge. Raises Forbidden."""
    _may(system, actor)
    _end(system, at)
    log_event(subject=system.number, action="badge.address_revoked", actor=actor, at=at, source=source)


def _may(system: Any, actor: Any) -> None:
    if not registry["systems"].may_edit(actor, system):
        raise Forbidden(_("You may not give out a badge of %s.") % system.number)


def _end(system: Any, at: datetime.datetime) -> None:
    Badge.objects.filter(system_id=system.pk, revoked_at=None).update(revoked_at=at)


def look(secret: str, *, at: datetime.datetime) -> Shown | None:
    """What the badge at this secret shows; None for a secret that is unknown or revoked."""
    badge = Badge.objects.filter(digest=digest(secret), revoked_at=None).first()
    if badge is None:
        return None
    system = System.objects.select_related("entry").get(pk=badge.system_id)
    versions = system.versions.exclude(state="void").order_by("-pk")
    shown = versions.filter(state="current").first() or versions.filter(cards__isnull=False).first()
    if shown is None:
        return Shown("–", FAIL)
    return Shown(shown.version, judge(system, version=shown.version, artifact=shown.artifact, at=at).result)
