"""The life of a competence: written, required, no longer required."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import competences as rules


def says_whose(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """ISO 9001 7.2 a: the necessary competence of persons doing work is determined."""
    return None if record.roles else _t("Say which roles need it first.")


def says_what(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Nobody can have what is not described."""
    return None if record.description.strip() else _t("Say what is to be known, and how somebody shows it.")


def require_since(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Required from today on, unless another day was given."""
    record.required_since = record.required_since or timezone.localdate(at)


lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("required", _("Required"), "open"),
        State("retired", _("No longer required"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "require", _("Require it"), ("draft",), "required", rules.decides, guards=[says_whose, says_what],
            asks=("required_since",), effects=[require_since],
        ),
        Transition("retire", _("Retire"), ("required",), "retired", rules.decides, reason=True, primary=False),
        Transition("void", _("Void"), ("draft",), "void", rules.decides, reason=True, primary=False),
    ],
)  # fmt: skip
