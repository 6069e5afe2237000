"""An evidence item, its people, and their browsers."""

import pytest

from tests.conformance.world import World
from tests.factories.evidence_items import EvidenceRecipe


@pytest.fixture
def recipe(db: None) -> EvidenceRecipe:
    return EvidenceRecipe()


@pytest.fixture
def world(recipe: EvidenceRecipe) -> World:
    return World(recipe)
