"""Who is named for concerns: the compliance officers of the whole organisation."""

from qms.accounts.models import Unit, User
from qms.accounts.people import users_with

ROLE = "compliance_officer"


def top_unit() -> Unit | None:
    """The unit above all others; None where there is none yet."""
    return Unit.objects.filter(parent=None).order_by("pk").first()


def named() -> list[User]:
    """Active people who hold the role in the top unit, by name."""
    top = top_unit()
    return list(users_with(ROLE, top).order_by("display_name", "username")) if top is not None else []
