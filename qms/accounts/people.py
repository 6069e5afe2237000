"""Questions about people that every floor asks."""

import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from qms.lib.errors import Refused

from .models import Acceptance, ApiToken, Attempt, Unit, User
from .statement import VERSION

DEFAULT_ORGANISATION = "Plumbline"  # what QMS_ORGANISATION is where nobody has set it


def system_user() -> User:
    """The user in whose name the clock acts. It has no password and cannot sign in."""
    user, created = User.objects.get_or_create(
        username="system", defaults={"display_name": "Plumbline", "is_active": True, "email": ""}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def former_names() -> dict[str, str]:
    """Former user names of those who were given a pseudonym, each with what is shown instead."""
    rows = User.objects.exclude(former_username="").values_list("former_username", "username")
    return dict(rows)


def named_user(username: str | None) -> User:
    """Whom a command names as its actor; `system` where it names nobody. Raises Refused for nobody active."""
    if username is None:
        return system_user()
    found = User.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise Refused(f"Nobody active has the user name {username!r}.")
    return found


def users_with(role: str, unit: Unit) -> QuerySet[User]:
    """Active people who hold `role` in `unit` or above it, and still do today."""
    lasting = Q(grants__until=None) | Q(grants__until__gte=timezone.localdate())
    return User.objects.filter(
        lasting, is_active=True, grants__role=role, grants__unit_id__in=unit.ancestor_ids
    ).distinct()


def users_in_reach(actor_units: frozenset[int]) -> QuerySet[User]:
    """Active people whose home is in one of the units, by name; `system` left out."""
    return (
        User.objects.filter(Q(unit_id__in=actor_units) | Q(grants__unit_id__in=actor_units), is_active=True)
        .exclude(username="system")
        .distinct()
        .order_by("display_name", "username")
    )


def new_unit(*, code: str, name: str, parent: Unit | None = None, time_zone: str = "", country: str = "") -> Unit:
    """Make a unit with its path. Units are never deleted."""
    unit = Unit(code=code, name=name, parent=parent)
    unit.time_zone = time_zone or (parent.time_zone if parent else "Europe/Berlin")
    unit.country = country or (parent.country if parent else "DE")
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def has_accepted(user: User) -> bool:
    """Whether the person accepted the present statement on signature accountability."""
    return Acceptance.objects.filter(user=user, version=VERSION).exists()


def recent_failures(user: User, *, since: datetime.datetime) -> int:
    """Refused proofs of the person since an instant."""
    return Attempt.objects.filter(user=user, at__gte=since).count()


def live_tokens(user: User, *, at: datetime.datetime) -> QuerySet[ApiToken]:
    """Tokens of the person that still open the API."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=at)


def organisation() -> str:
    """The organisation's name on papers that leave it: the setting, or the top unit's where nobody has set one."""
    if settings.QMS_ORGANISATION != DEFAULT_ORGANISATION:
        return settings.QMS_ORGANISATION
    top = Unit.objects.filter(parent=None).order_by("pk").values_list("name", flat=True).first()
    return top or settings.QMS_ORGANISATION
