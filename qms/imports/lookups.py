"""People, units and records by what a file calls them. Read once, then answered from memory: no query per row."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qms.accounts.models import Unit, User
from qms.registers.registry import registry

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


class Records:
    """The records that cells of a register's import name by their number, as far as `actor` may see them."""

    def __init__(self, register: Any, actor: Any) -> None:
        self.keys, self.actor = register.import_records, actor
        self.known: dict[tuple[str, str], Any] = {}

    def find(self, name: str, number: str) -> Any:
        """The record for a field, or None. One query per number, however many rows name it."""
        if (name, number) not in self.known:
            seen = registry[self.keys[name]].visible(self.actor).filter(number=number)
            self.known[name, number] = seen.select_related("entry", "unit").first()
        return self.known[name, number]
