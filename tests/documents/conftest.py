"""Documents, evidence, their people and their browsers."""

import pytest

from tests.conformance.world import World
from tests.documents.made import Papers, crowd
from tests.factories.evidence_items import EvidenceRecipe
from tests.factories.people import Clock


@pytest.fixture
def recipe(db: None) -> EvidenceRecipe:
    return EvidenceRecipe()


@pytest.fixture
def world(recipe: EvidenceRecipe) -> World:
    return World(recipe)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def papers(db: None, clock: Clock) -> Papers:
    return Papers(crowd(clock), clock)
