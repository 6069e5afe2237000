"""People around risks and worksheets, and their stories."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.fmea_worksheets import WorksheetRecipe
from tests.factories.people import Clock, Organisation
from tests.risks.made import START, Story, company


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def org(db: None, clock: Clock) -> Organisation:
    return company(clock)


@pytest.fixture
def story(org: Organisation, clock: Clock) -> Story:
    return Story(org, clock)


@pytest.fixture
def sign_in(story: Story) -> Callable[[str], Client]:
    """The browser of a person of the story, signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(story.org[name])
        return client

    return signed_in


@pytest.fixture
def recipe(db: None) -> WorksheetRecipe:
    """Author, risk manager, approver, executive; `sheet`, `line`, `action` make records."""
    return WorksheetRecipe()


@pytest.fixture
def browser_of(recipe: WorksheetRecipe) -> Any:
    """The browser of a person, signed in."""

    def signed_in(who: str) -> Client:
        made = Client()
        made.force_login(recipe.org[who])
        return made

    return signed_in
