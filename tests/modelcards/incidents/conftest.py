"""People around a system, and its story."""

import pytest

from tests.factories.people import Clock, Organisation
from tests.modelcards.systems.made import START, Story, company


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def org(db: None, clock: Clock) -> Organisation:
    return company(clock)


@pytest.fixture
def story(org: Organisation, clock: Clock) -> Story:
    return Story(org, clock)
