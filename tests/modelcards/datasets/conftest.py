"""A dataset, its people, and their browsers."""

import pytest

from tests.conformance.world import World
from tests.factories.datasets import DatasetRecipe


@pytest.fixture
def recipe(db: None) -> DatasetRecipe:
    return DatasetRecipe()


@pytest.fixture
def world(recipe: DatasetRecipe) -> World:
    return World(recipe)
