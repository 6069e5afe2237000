"""Worksheets and the people around them."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.fmea_worksheets import WorksheetRecipe


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
