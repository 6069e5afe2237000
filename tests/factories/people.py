"""A small organisation for tests, made through the verbs about people."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from qms.accounts.models import Grant, Unit, User
from qms.accounts.people import system_user
from qms.registers import people
from tests.factories.replay import Replay

PASSWORD = "correct horse battery staple"
START = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


class Clock:
    """Gives a later instant each time it is asked, one second apart."""

    def __init__(self, start: datetime.datetime = START) -> None:
        self.last = start

    def __call__(self, **later: float) -> datetime.datetime:
        self.last += datetime.timedelta(**later) if later else datetime.timedelta(seconds=1)
        return self.last


@dataclass
class Organisation:
    """HQ with two sites, one of them with a line; people are made on first use.

    HQ ─┬─ NORTH ── LINE
        └─ SOUTH
    """

    clock: Clock
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    replay: Replay = field(default_factory=Replay)

    def __getitem__(self, name: str) -> User:
        """The person with fresh caches, as a new request would have them."""
        return User.objects.get(pk=self.people[name].pk)

    def unit(self, code: str, parent: str | None = None) -> Unit:
        """Add a unit below another one."""
        top, at = self.units[parent] if parent else None, self.clock()
        self.units[code] = self.replay.once(
            ("unit", code, parent, at),
            lambda: people.add_unit(code=code, name=code.title(), parent=top, actor=system_user(), at=at),
        )
        return self.units[code]

    def person(
        self, username: str, *roles: str, unit: str = "NORTH", home: str | None = "NORTH", accepted: bool = True
    ) -> User:
        """Add a person with `roles` in `unit`, who has accepted the statement and chose the password himself."""
        at = self.clock()
        call = ("person", username, roles, unit, home, accepted, at)
        self.people[username] = self.replay.once(call, lambda: self._person(username, roles, unit, home, accepted, at))
        return self.people[username]

    def _person(
        self, username: str, roles: tuple[str, ...], unit: str, home: str | None, accepted: bool, at: datetime.datetime
    ) -> User:
        made = people.create_user(
            username=username, name=f"{username.title()} Example", email=f"{username}@example.org",
            unit=self.units[home] if home else None, password=PASSWORD, actor=system_user(), at=at,
            must_set_password=False,
        )  # fmt: skip
        for role in roles:
            people.grant_role(user=made, role=role, unit=self.units[unit], actor=system_user(), at=at)
        if accepted:
            people.accept_statement(actor=made, at=at)
        return made

    def grants(self, username: str) -> Any:
        """The person's grants."""
        return Grant.objects.filter(user=self.people[username])


def organisation(clock: Clock) -> Organisation:
    """The units and the three people that most tests need: author, approver, stranger."""
    made = Organisation(clock)
    made.unit("HQ")
    made.unit("NORTH", "HQ")
    made.unit("LINE", "NORTH")
    made.unit("SOUTH", "HQ")
    made.person("author", "contributor")
    made.person("approver", "approver", "quality_manager")
    made.person("stranger", home="SOUTH")
    return made
