"""Competences and qualifications with their people."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.conformance.world import World
from tests.factories.competence import QualificationRecipe
from tests.factories.people import PASSWORD

DAY = datetime.date


@pytest.fixture
def recipe(db: None) -> QualificationRecipe:
    return QualificationRecipe()


@pytest.fixture
def world(recipe: QualificationRecipe) -> World:
    return World(recipe)


@pytest.fixture
def require(recipe: QualificationRecipe) -> Callable[..., Any]:
    """Writes a competence and requires it; `unit` is a code."""

    def write(title: str = "Signing and what it means", unit: str = "NORTH", **values: Any) -> Any:
        boss, register = recipe.org["approver"], registry["competences"]
        given = {"description": "A course.", "roles": ["approver"], "needed_to_sign": True, **values}
        made = register.create(actor=boss, at=recipe.clock(), title=title, unit=recipe.org.units[unit], **given)
        return register.perform(made, "require", rev=made.rev, actor=boss, at=recipe.clock())

    return write


@pytest.fixture
def qualify(recipe: QualificationRecipe) -> Callable[..., Any]:
    """Gives somebody a verified qualification; `by` verifies it."""

    def give(who: str, competence: Any, by: str = "assessor", **values: Any) -> Any:
        given = {"obtained_on": recipe.clock.last.date(), "evidence": "Passed with 9 of 10.", **values}
        made = recipe.register.create(
            actor=recipe.org[who], at=recipe.clock(), person=recipe.org[who], competence=competence, **given
        )
        proof = PasswordProof(PASSWORD, by)
        return recipe.register.perform(
            made, "verify", rev=made.rev, actor=recipe.org[by], at=recipe.clock(), proof=proof
        )

    return give
