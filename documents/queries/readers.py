"""Who must read a document, by its rule. People, homes and roles are read once, however many documents ask."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qms.accounts.models import Grant, Unit, User
from qms.accounts.reach import reach, reach_of_all
from qms.records.access import sees

#: People that a sentence names; of the others it gives the number.
NAMED = 3


class Readers:
    """The people there are now."""

    def of(self, document: Any) -> list[User]:
        """Active people who must read it: at home in its units, with its roles; none where it names neither.

        With units and roles, people of those units who hold one of the roles there or anywhere else.
        """
        if not document.reader_units and not document.reader_roles:
            return []
        paths = tuple(path for code, path in self._paths.items() if code in set(document.reader_units))
        roles = set(document.reader_roles)
        found = []
        for user in self._people:
            home = self._path_of.get(user.unit_id or 0, "")
            at_home = not document.reader_units or bool(home and home.startswith(paths))
            if at_home and (not roles or roles & self._roles.get(user.pk, set())):
                found.append(user)
        return found

    @cached_property
    def _people(self) -> list[User]:
        people = User.objects.filter(is_active=True).exclude(username="system")
        return list(people.select_related("unit").order_by("pk"))

    @cached_property
    def _units(self) -> list[Unit]:
        return list(Unit.objects.order_by("pk"))

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {unit.code: unit.path for unit in self._units}

    @cached_property
    def _path_of(self) -> dict[int, str]:
        return {unit.pk: unit.path for unit in self._units}

    @cached_property
    def _roles(self) -> dict[int, set[str]]:
        lasting = Grant.objects.filter(Q(until=None) | Q(until__gte=timezone.localdate()), user__is_active=True)
        found: dict[int, set[str]] = {}
        for user, role in lasting.values_list("user_id", "role"):
            found.setdefault(user, set()).add(role)
        return found


def unseeing(document: Any) -> str | None:
    """The sentence about readers who hold a role and still could not see the document; None where all of them could.

    Whoever holds no role that opens the registers is asked to read nothing, and is not meant.
    """
    people = reach_of_all(Readers().of(document))
    blind = [user for user in people if reach(user).is_insider and not sees(user, document)]
    if not blind:
        return None
    names = ", ".join(user.printed_name for user in blind[:NAMED])
    if (more := len(blind) - NAMED) > 0:
        names += ngettext(" and %d other", " and %d others", more) % more
    said = _(
        "%(who)s must read it and could not see it: its audience is “%(audience)s” of %(unit)s. Choose “%(everyone)s” "
        "as audience, or other readers."
    )
    audiences = dict(document._meta.get_field("audience").flatchoices)
    return said % {
        "who": names, "audience": audiences[document.audience], "unit": document.unit, "everyone": audiences["everyone"]
    }  # fmt: skip
