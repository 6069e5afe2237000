"""A story that a test takes as far as it needs."""

import pytest

from tests.factories.people import Clock
from tests.nonconformities.made import START, Story, company


@pytest.fixture
def story(db: None) -> Story:
    clock = Clock(START)
    return Story(company(clock), clock)
