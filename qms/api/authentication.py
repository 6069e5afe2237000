"""Bearer tokens: `Authorization: Bearer plb_…`. A token reads, or reads and writes; it never signs."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from qms.accounts.models import ApiToken, User
from qms.accounts.tokens import find_token


class BearerToken(BaseAuthentication):
    """Signs in the person a live token belongs to."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "bearer":
            return None
        if settings.QMS_TLS and not request.is_secure():
            raise AuthenticationFailed(_("Use https: this token has been sent in the clear, so revoke it."))
        token = find_token(words[1], at=timezone.now()) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="plumbline"'


class BearerScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = "qms.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
