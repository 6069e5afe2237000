"""A process in draft, and the people around it."""

from types import SimpleNamespace
from typing import Any

import pytest

from qms.registers import registry
from tests.processes.made import AT, VALUES, some_people


@pytest.fixture
def people(db: None) -> SimpleNamespace:
    """`quality` decides, `owner` contributes, `reader` reads, `stranger` has no role."""
    return some_people()


@pytest.fixture
def process(people: SimpleNamespace) -> Any:
    """A draft with an owner."""
    return registry["processes"].create(actor=people.quality, at=AT, owner=people.owner, unit=people.unit, **VALUES)
