"""API tokens: random, shown once, kept as a hash, expiring."""

import datetime
import hashlib
import secrets

from django.utils.translation import gettext as _

from qms.lib.errors import Refused

from .models import ApiToken, User
from .reach import access_ended

PREFIX = "plb_"
DAYS = 90


def digest(token: str) -> str:
    """SHA-256 of a token. It is 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_token(
    *, user: User, name: str, at: datetime.datetime, scope: str = "write", days: int = DAYS
) -> tuple[ApiToken, str]:
    """A new token and its text, which is never shown again. Raises Refused for a deactivated user."""
    if not user.is_active:
        raise Refused(_("%s is deactivated and gets no token.") % user.username)
    text = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user=user, name=name, scope=scope, digest=digest(text), created_at=at, expires_at=at + datetime.timedelta(days)
    )
    return row, text


def find_token(text: str, *, at: datetime.datetime) -> ApiToken | None:
    """The live token of an active user, or None."""
    row = ApiToken.objects.select_related("user").filter(digest=digest(text), revoked_at=None).first()
    if row is None or row.expires_at <= at or not row.user.is_active or access_ended(row.user):
        return None
    if row.last_used_on != at.date():
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=at.date())
    return row
