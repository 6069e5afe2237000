"""What page and API of the coverage ask for alike: a unit by its code, its matrix, whether a gap may be acted on."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.lib.errors import BadRequest
from qms.registers.registry import registry

from ..models import Edition
from .matrix import Matrix, matrix_of


def unit_of(code: str) -> Unit | None:
    """The unit with this code, None for "". Raises BadRequest where there is none."""
    if not code:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise BadRequest(_("There is no unit “%s”.") % code[:20])
    return found


def matrix_asked(edition: Edition, unit: str, *, actor: Any, at: datetime.datetime) -> Matrix:
    """The matrix of an edition on the day of `at`, about the unit with this code. Raises BadRequest."""
    return matrix_of(edition, actor=actor, today=timezone.localdate(at), above=unit_of(unit))


def may_act(actor: Any) -> bool:
    """Whether a gap can be turned into an action by this person."""
    return "actions" in registry and bool(registry["actions"].may_add(actor))
