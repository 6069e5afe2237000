"""The engine's own register, and the people who use it."""

from collections.abc import Iterator
from typing import Any

import pytest

from qms.registers import registry
from tests.engine.trials import declaration as trial_parts
from tests.factories.people import Clock, Organisation, organisation


@pytest.fixture
def trials(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The register of trials: in the rolled-back database, or in own_database where the test asks for it."""
    request.getfixturevalue("own_database" if "own_database" in request.fixturenames else "db")
    declared = trial_parts.Trials()
    monkeypatch.setattr(registry, "_by_key", {"trials": declared})  # the engine's tests know no other register
    yield declared


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def org(trials: Any, clock: Clock) -> Organisation:
    """Units and people."""
    return organisation(clock)


@pytest.fixture
def trial(trials: Any, org: Organisation, clock: Clock) -> Any:
    """One draft, by the author."""
    return trials.create(actor=org["author"], at=clock(), title="One trial", note="A first note.", size="1.5")
