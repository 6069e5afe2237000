"""What a person's roles reach. Read once per user object, then answered from memory: no query per row."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from .models import Grant, Unit
from .roles import CLOSED_ROLES, ROLES


@dataclass(frozen=True)
class Reach:
    """Roles by unit, each unit with those below it already included."""

    units_by_role: dict[str, frozenset[int]] = field(default_factory=dict)
    organisation_wide: bool = False
    ended: bool = False  # came from outside, and the time is over: nothing is seen any more

    def has(self, role: str, unit_id: int | None) -> bool:
        """Whether the person holds `role` in the unit or above it."""
        return unit_id in self.units_by_role.get(role, ())

    def anywhere(self, *roles: str) -> bool:
        """Whether the person holds any of `roles` in any unit."""
        return any(self.units_by_role.get(r) for r in roles)

    @property
    def is_insider(self) -> bool:
        """Whether any role opens the registers at all."""
        return any(r not in CLOSED_ROLES for r in self.units_by_role)

    def unit_ids(self, roles: Iterable[str] | None = None) -> frozenset[int]:
        """Units in which the person holds one of `roles` (default: any role that opens the registers)."""
        chosen = [r for r in self.units_by_role if r not in CLOSED_ROLES] if roles is None else list(roles)
        return frozenset().union(*(self.units_by_role.get(r, frozenset()) for r in chosen))

    @property
    def is_external(self) -> bool:
        """Whether the person looks in from outside and sees what was opened for him."""
        return bool(self.units_by_role.get(EXTERNAL))

    def only(self, roles: Iterable[str]) -> "Reach":
        """The same person with no other roles than these."""
        kept = {role: ids for role, ids in self.units_by_role.items() if role in set(roles)}
        wide = self.organisation_wide and any(role not in CLOSED_ROLES for role in kept)
        return Reach(kept, wide, self.ended)


NOTHING = Reach()
ENDED = Reach(ended=True)
EXTERNAL = "external_auditor"


def reach(user: Any) -> Reach:
    """The reach of `user`, cached on the object; nothing for anonymous and deactivated people."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return NOTHING
    if not hasattr(user, "_reach"):
        user._reach = _read(user)
    return user._reach


def forget_reach(user: Any) -> None:
    """Read the grants again next time: a change of roles takes effect at once."""
    user.__dict__.pop("_reach", None)


def narrowed(user: Any, roles: Iterable[str]) -> Any:
    """The same person as if he held no other roles than these; rules can be asked about him."""
    fewer = copy(user)
    fewer._reach = reach(user).only(roles)
    return fewer


def with_every_role(user: Any, unit_id: int) -> Any:
    """The same person as if he held every role in a unit, but that of somebody from outside; rules can be asked."""
    more = copy(user)
    roles = {role: frozenset([unit_id]) for role in ROLES if role != EXTERNAL}
    more._reach = Reach(roles, organisation_wide=reach(user).organisation_wide)
    return more


def access_ended(user: Any) -> bool:
    """Whether somebody from outside came for a time that is over: no page, no API, no sign-in."""
    return reach(user).ended


def reach_of_all(users: Iterable[Any]) -> list[Any]:
    """The same people, with the reach of each read in two queries for all of them."""
    people = list(users)
    given: dict[int, list[Grant]] = {user.pk: [] for user in people}
    for grant in Grant.objects.filter(user__in=given).select_related("unit"):
        given[grant.user_id].append(grant)
    units = list(Unit.objects.values_list("pk", "path"))
    for user in people:
        user._reach = _worked_out(given[user.pk], units) if user.is_active else NOTHING
    return people


def _read(user: Any) -> Reach:
    given = list(Grant.objects.filter(user=user).select_related("unit"))
    return _worked_out(given, list(Unit.objects.values_list("pk", "path")) if given else [])


def _worked_out(given: list[Grant], units: list[tuple[int, str]]) -> Reach:
    today = timezone.localdate()
    grants = [g for g in given if not g.until or g.until >= today]
    if not grants:
        return ENDED if any(g.role == EXTERNAL for g in given) else NOTHING
    by_role: dict[str, set[int]] = {}
    for grant in grants:
        below = {pk for pk, path in units if path.startswith(grant.unit.path)}
        by_role.setdefault(grant.role, set()).update(below)
    wide = any(g.unit.parent_id is None and g.role not in CLOSED_ROLES for g in grants) and _one_root(units)
    return Reach({role: frozenset(ids) for role, ids in by_role.items()}, wide)


def _one_root(units: list[tuple[int, str]]) -> bool:
    return sum(1 for _, path in units if path.count("/") == 2) == 1
