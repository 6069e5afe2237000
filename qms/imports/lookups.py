"""People and units by whatever a file calls them. Read once, then answered from memory: no query per row."""

from dataclasses import dataclass, field
from functools import cached_property

from qms.accounts.models import Unit, User

from .words import fold


@dataclass
class Found:
    """Ids by folded name. A name that means two things means none."""

    ids: dict[str, int | None] = field(default_factory=dict)

    def add(self, pk: int, *names: str) -> None:
        """Enter the names that mean one id."""
        for name in {fold(n) for n in names} - {""}:
            self.ids[name] = pk if self.ids.get(name, pk) == pk else None

    def find(self, text: str) -> int | None:
        """The id that the text means, or None."""
        return self.ids.get(fold(text))


def people() -> Found:
    """Active people by user name, mail address, printed name, and "Last, First"."""
    found = Found()
    for user in User.objects.filter(is_active=True).exclude(username="system"):
        names = [user.username, user.email, user.printed_name, user.get_full_name()]
        first, _space, last = user.printed_name.rpartition(" ")
        found.add(user.pk, *names, f"{user.printed_name} {user.username}", f"{last} {first}" if first else "")
    return found


def units() -> Found:
    """Units by code and name."""
    found = Found()
    for pk, code, name in Unit.objects.values_list("pk", "code", "name"):
        found.add(pk, code, name, f"{code} {name}")
    return found


class Lookups:
    """Both, each read when first asked for."""

    @cached_property
    def people(self) -> Found:
        return people()

    @cached_property
    def units(self) -> Found:
        return units()
