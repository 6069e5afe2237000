"""What the sign-in page asks of the engine and reports to it."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.adapter import AccountAdapter
from qms.accounts.models import User
from qms.accounts.reach import access_ended
from qms.lib.errors import Forbidden
from qms.registers.people import note_refused_sign_in, sign_in_is_locked


class Adapter(AccountAdapter):
    """As the accounts' own; refused sign-ins are kept, and several lock the person's sign-in."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError while signing in is locked, by address or by person."""
        super().pre_authenticate(request, **credentials)
        if (user := meant(credentials)) is not None and sign_in_is_locked(user, at=timezone.now()):
            raise self.validation_error("too_many_login_attempts")

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Somebody from outside whose time is over does not get in. Raises Forbidden."""
        if access_ended(user):
            raise Forbidden(_("Your access has ended. Whoever invited you can ask an administrator to extend it."))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keep it where the name belongs to somebody; what else was typed may be a password and is not kept."""
        super().authentication_failed(request, **credentials)
        if (user := meant(credentials)) is not None:
            note_refused_sign_in(user=user, at=timezone.now())


def meant(credentials: dict[str, Any]) -> User | None:
    """The person whose user name or address was typed."""
    name, address = credentials.get("username") or "", credentials.get("email") or ""
    typed = Q(username__iexact=name) | Q(email__iexact=address) if address else Q(username__iexact=name)
    return User.objects.filter(typed).exclude(username="system").first()
