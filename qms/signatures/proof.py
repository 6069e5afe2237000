"""Proof that the person at the keyboard is the signer, given anew for each signing (21 CFR 11.200(a)(1))."""

import datetime
import secrets
from dataclasses import astuple, dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from qms.accounts.people import has_accepted, recent_failures
from qms.lib.errors import ProofRefused, TooMany, WrongPassword

from .models import Signature

SALT = "plumbline.signing"


@dataclass(frozen=True)
class PasswordProof:
    """User name and password. `first`: nobody signed yet in this session, so both components are needed."""

    password: str
    username: str = ""
    challenge: str = ""
    first: bool = True

    method = "password"


@dataclass(frozen=True)
class StatedProof:
    """What the demo gives instead: the signature says so, and only source "demo" may use it."""

    method = "demo"


Proof = PasswordProof | StatedProof


@dataclass(frozen=True)
class Target:
    """What is about to be signed: the challenge of a signing page is bound to exactly this.

    `foreseen`: a hash of what the step found out beforehand and covers, or "".
    """

    signer_id: int
    entry_id: int
    rev: int
    verb: str
    foreseen: str = ""


def new_challenge(target: Target) -> str:
    """A single-use text for one signing page."""
    return signing.dumps([*astuple(target), secrets.token_hex(16)], salt=SALT)


def check(proof: Proof | None, *, actor: Any, target: Target, at: datetime.datetime, source: str) -> str | None:
    """Accept or refuse a proof; gives the challenge's nonce where there was one.

    Raises ProofRefused (403) with the reason, TooMany (429) while the account is locked for signing.
    """
    if isinstance(proof, StatedProof):
        if not source.startswith("demo"):
            raise ProofRefused(_("This kind of proof is not taken here."))
        return None
    if proof is None:
        raise ProofRefused(_("This step is signed. Sign in with your password and give it again; a token cannot sign."))
    _may_sign_at_all(actor, at)
    if proof.first and proof.username.strip().lower() != actor.username.lower():
        raise WrongPassword(_("The first signature of a session takes your own user name and your password."))
    if proof.username and proof.username.strip().lower() != actor.username.lower():
        raise WrongPassword(_("You are signed in as %s and can only sign as yourself.") % actor.username)
    if not actor.check_password(proof.password):
        raise WrongPassword(_("The password is not right. Nothing was signed."))
    return _spend(proof.challenge, target) if proof.challenge else None


def _may_sign_at_all(actor: Any, at: datetime.datetime) -> None:
    window = datetime.timedelta(minutes=settings.QMS_SIGNING_LOCK_MINUTES)
    if recent_failures(actor, since=at - window) >= settings.QMS_SIGNING_FAILURES:
        raise TooMany(
            _("Signing is locked for %d minutes after too many wrong passwords.") % settings.QMS_SIGNING_LOCK_MINUTES
        )
    if actor.must_set_password:
        raise ProofRefused(_("Your password was set by somebody else. Choose a new one before you sign."))
    if not has_accepted(actor):
        raise ProofRefused(_("Accept the statement on signature accountability first (your account page)."))


def _spend(challenge: str, target: Target) -> str:
    try:
        *bound, nonce = signing.loads(challenge, salt=SALT, max_age=settings.QMS_PROOF_MINUTES * 60)
    except signing.SignatureExpired:
        raise ProofRefused(_("The signing page was open too long. Open it again.")) from None
    except (signing.BadSignature, ValueError):
        raise ProofRefused(_("The signing page is not genuine. Open it again.")) from None
    if bound != list(astuple(target)):
        raise ProofRefused(_("What the signing page showed is not what would be signed now. Open it again."))
    if Signature.objects.filter(challenge=nonce).exists():
        raise ProofRefused(_("This proof was used before. Open the signing page again."))
    return str(nonce)
