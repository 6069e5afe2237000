"""Whom a competence that is needed to sign would stop, before it is required."""

import datetime
from typing import Any

from django.db.models import F, Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.models import Grant, User
from qms.accounts.roles import ROLES

from ..models import Competence
from .lacks import good

VERIFIERS = ("quality_manager", "compliance_officer")
NAMED = 10


def stopped(competence: Competence, on: datetime.date) -> list[User]:
    """Everybody who signs in one of its roles somewhere in its unit, or above it, and does not have it."""
    return _holders(competence, competence.roles, on)


def sentences(competence: Competence, on: datetime.date) -> list[str]:
    """Who could not sign any more, and whether anybody was left who could verify it for them; none where nobody is."""
    if not competence.needed_to_sign:
        return []
    people = stopped(competence, on)
    if not people:
        return []
    names = ", ".join(p.printed_name for p in people[:NAMED]) + (" …" if len(people) > NAMED else "")
    roles = ", ".join(str(ROLES[role]).lower() for role in competence.roles)
    said = ngettext(
        "From that day %(n)d person cannot sign as %(roles)s before the competence is verified: %(names)s.",
        "From that day %(n)d people cannot sign as %(roles)s before the competence is verified: %(names)s.",
        len(people),
    )  # fmt: skip
    found = [said % {"n": len(people), "roles": roles, "names": names}]
    able = {p.pk for p in _holders(competence, VERIFIERS, on)} - {p.pk for p in people}
    if set(VERIFIERS) & set(competence.roles) and not able:
        found.append(
            _(
                "Nobody would be left who verifies it by a role. Have it verified for at least one of them first, or "
                "name somebody else as assessor on the qualification."
            )
        )
    return found


def _holders(competence: Competence, roles: Any, on: datetime.date) -> list[User]:
    """Active people with one of these roles at, below or above the unit, without those who have the competence."""
    path = competence.unit.path
    near = Q(unit__path__startswith=path) | Q(whole__startswith=F("unit__path"))
    lasting = Q(until=None) | Q(until__gte=on)
    grants = Grant.objects.alias(whole=Value(path)).filter(near, lasting, role__in=list(roles), user__is_active=True)
    have = good(on).filter(competence=competence.pk).values("person")
    found = User.objects.filter(pk__in=grants.values("user")).exclude(pk__in=have).exclude(username="system")
    return list(found.order_by("display_name", "pk"))
