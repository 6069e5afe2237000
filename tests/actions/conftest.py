"""An action and the people around it."""

from typing import Any

import pytest

from qms.registers import registry
from tests.actions.made import START, VALUES
from tests.factories.people import Clock, Organisation


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def org(db: None, clock: Clock) -> Organisation:
    made = Organisation(clock)
    made.unit("HQ")
    made.unit("NORTH", "HQ")
    made.unit("SOUTH", "HQ")
    roles = {
        "author": "contributor",
        "owner": "reader",
        "verifier": "reader",
        "quality": "quality_manager",
        "reader": "reader",
    }
    for username, role in roles.items():
        made.person(username, role)
    made.person("stranger", home="SOUTH")
    return made


@pytest.fixture
def action(org: Organisation, clock: Clock) -> Any:
    """Planned, owned, due on 20 February 2026."""
    return registry["actions"].create(actor=org["author"], at=clock(), owner=org["owner"], **VALUES)
