"""The form of the sign-in page, in our words."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignIn(LoginForm):
    """Asks for the user name as the signing page does; an email address will do too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("User name or email")
        login.widget.attrs |= {"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        login.widget.attrs |= {"spellcheck": "false"}
        # The way to a forgotten password stands below the button, so that Tab leads from the name to the password.
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label says it already
