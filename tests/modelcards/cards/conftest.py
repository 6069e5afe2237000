"""People and cards for these tests."""

from collections.abc import Iterator

import pytest

from tests.factories.people import Clock
from tests.modelcards.cards.made import Cards, crowd
from tests.modelcards.systems.made import START


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def cards(db: None, clock: Clock) -> Iterator[Cards]:
    """The story of cards, with the usual policy in force."""
    made = Cards(crowd(clock), clock)
    made.policy()
    yield made
