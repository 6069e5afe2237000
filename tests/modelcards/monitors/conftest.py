"""A monitor, its people, and their browsers."""

import pytest

from tests.conformance.world import World
from tests.factories.monitors import MonitorRecipe


@pytest.fixture
def recipe(db: None) -> MonitorRecipe:
    return MonitorRecipe()


@pytest.fixture
def world(recipe: MonitorRecipe) -> World:
    return World(recipe)
