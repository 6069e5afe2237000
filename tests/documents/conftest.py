"""People and the pen of tests about documents."""

import pytest

from tests.documents.made import Papers, crowd
from tests.factories.people import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def papers(db: None, clock: Clock) -> Papers:
    return Papers(crowd(clock), clock)
