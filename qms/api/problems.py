"""Every refusal as application/problem+json (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from qms.lib.errors import BadRequest, Invalid, Refused, Said

TITLES = {
    400: _("The request cannot be understood"), 401: _("Not signed in"), 403: _("Not allowed"), 404: _("Not found"),
    405: _("Method not allowed"), 406: _("Not acceptable"), 409: _("The state forbids this"),
    412: _("Changed meanwhile"), 413: _("Too large"), 415: _("Wrong type"), 422: _("Not valid"),
    428: _("If-Match is missing"), 429: _("Too many requests"),
}  # fmt: skip


def problem(status: int, code: str, sentences: list[str], fields: dict[str, list[str]] | None = None) -> Response:
    """One problem document."""
    body: dict[str, Any] = {
        "type": "about:blank", "title": str(TITLES.get(status, _("Refused"))), "status": status, "code": code,
        "detail": " ".join(sentences), "sentences": sentences,
    }  # fmt: skip
    if see := addresses(sentences):
        body["see"] = see
    if fields:
        body["fields"] = fields
    return Response(body, status=status, content_type="application/problem+json")


def addresses(sentences: list[str]) -> list[str]:
    """Where the sentences lead, as far as they lead anywhere."""
    return [said.see for said in sentences if isinstance(said, Said) and said.see]


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER."""
    if isinstance(error, Refused):
        return problem(error.status, error.code, error.all_sentences(), error.fields)
    if isinstance(error, Http404):
        return problem(404, "not-found", [_("There is nothing here that you may see.")])
    if isinstance(error, SuspiciousOperation):  # more fields or files than a form has
        return problem(400, "bad-request", [_("The request cannot be understood.")])
    if isinstance(error, PermissionDenied):
        return problem(403, "forbidden", [str(error) or _("You may not do this.")])
    if isinstance(error, exceptions.ValidationError):
        return problem_handler(as_invalid(error), context)
    if isinstance(error, exceptions.APIException):
        response = problem(error.status_code, str(error.default_code).replace("_", "-"), [str(error.detail)])
        if header := getattr(error, "auth_header", None):
            response["WWW-Authenticate"] = header
        return response
    return None


def as_invalid(error: exceptions.ValidationError) -> Refused:
    """A serializer's complaint in the engine's words."""
    detail = error.detail
    if not isinstance(detail, dict):
        return BadRequest(*[str(d) for d in detail])
    fields = {name: _sentences(said) for name, said in detail.items()}
    general = fields.pop("non_field_errors", [])
    return Invalid(*general, fields=fields)


def _sentences(said: Any) -> list[str]:
    """What is wrong with one field; of rows within it with the place of the row, counted from 1."""
    if isinstance(said, dict):
        inner = [(f"{n + 1}." if isinstance(n, int) else f"{n}:", _sentences(row)) for n, row in said.items()]
        return [f"{place} {sentence}" for place, sentences in inner for sentence in sentences]
    return [str(s) for s in said] if isinstance(said, list) else [str(said)]
