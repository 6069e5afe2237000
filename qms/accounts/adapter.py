"""How allauth signs people in here: nobody registers himself, and a sign-in starts the session's clock."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

_WRONG = gettext_lazy("This name and this password do not belong together. Capital letters count in a password.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _WRONG,
        "username_password_mismatch": _WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if getattr(request.user, "must_set_password", False):
            return "/account/password/change/"
        return str(super().get_login_redirect_url(request))

    def set_password(self, user: Any, password: str) -> None:
        user.must_set_password = False
        super().set_password(user, password)
