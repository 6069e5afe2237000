"""The link that ends mail without a sign-in (RFC 8058). Signed for a person and an address that it does not show."""

import hashlib
import hmac

from django.conf import settings
from django.core.signing import BadSignature, Signer

from qms.accounts.models import User


def _signer() -> Signer:
    """Made when it is asked for: its key is a setting that may be missing."""
    return Signer(salt="qms.notices.unsubscribe")


def unsubscribe_url(user: User) -> str:
    """The address of the link in a mail to this person."""
    token = _signer().sign_object([user.pk, _mark(user.email)])
    return f"{settings.QMS_PUBLIC_URL}/unsubscribe/{token}/"


def whose(token: str) -> User | None:
    """The person for whom a link was signed; None for one that was not, or for another address than today's."""
    try:
        pk, mark = _signer().unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and mark in (_mark(user.email), user.email) else None  # links of older mails hold the address


def _mark(address: str) -> str:
    """Tells one address from another, for us alone."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:16]
