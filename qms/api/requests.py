"""What an API request says about itself: whose it is, which revision it means, and the proof it brings."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from qms.accounts.models import ApiToken
from qms.accounts.sessions import SIGNED
from qms.attachments.store import check_request
from qms.lib.errors import BadRequest, Forbidden, NeedsMatch
from qms.signatures.proof import PasswordProof

ETAG = re.compile(r'^(?:W/)?"?(\d{1,9})"?$')


class Endpoint(APIView):
    """An endpoint of one register or of the engine. A read-only token may not write."""

    register: Any = None
    takes: tuple[str, ...] = ()  # query parameters

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        check_request(content_type=request.content_type or "", length=request.META.get("CONTENT_LENGTH") or "")
        super().initial(request, *args, **kwargs)
        token = request.auth
        if isinstance(token, ApiToken) and token.scope == "read" and request.method not in ("GET", "HEAD", "OPTIONS"):
            raise Forbidden(_("This token may only read."))
        if unknown := [p for p in request.query_params if p not in (*self.takes, "format")]:
            raise BadRequest(_("“%s” is no parameter here.") % unknown[0][:60])

    @property
    def at(self) -> Any:
        """The server's clock."""
        return timezone.now()


def source_of(request: Request) -> str:
    """Where a change came from, with the token it was made with."""
    return f"api:token {request.auth.pk}" if isinstance(request.auth, ApiToken) else "api"


def asked_rev(request: Request) -> int:
    """The revision in If-Match. Raises NeedsMatch (428) when it is missing and BadRequest when it is none."""
    said = request.headers.get("If-Match", "").strip()
    if not said:
        raise NeedsMatch(_('Send If-Match: "<rev>" with the revision you saw, so that nobody else’s change is lost.'))
    found = ETAG.match(said)
    if not found:
        raise BadRequest(_('If-Match must be a revision such as "7".'))
    return int(found.group(1))


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of the request."""
    if not isinstance(request.data, dict):
        raise BadRequest(_("A JSON object is expected."))
    return dict(request.data)


def proof_of(request: Request, given: Any) -> PasswordProof | None:
    """The proof in the body of a signed-in session. Raises Forbidden when a token tries to sign."""
    if isinstance(request.auth, ApiToken):
        if given is not None:
            raise Forbidden(_("A token cannot sign. Sign in as yourself and send your password with the request."))
        return None
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("password"), str):
        raise BadRequest(_("“proof” holds “username”, “password” and, from a signing page, “challenge”."))
    if unknown := set(given) - {"username", "password", "challenge"}:
        raise BadRequest(_("“%s” is no part of a proof.") % sorted(unknown)[0])
    return PasswordProof(
        password=given["password"], username=str(given.get("username", "")), challenge=str(given.get("challenge", "")),
        first=not request.session.get(SIGNED),
    )  # fmt: skip


def mark_signed(request: Request) -> None:
    """The next signature of this session takes the password alone (21 CFR 11.200(a)(1)(i))."""
    request.session[SIGNED] = True
