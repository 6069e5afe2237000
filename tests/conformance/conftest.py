"""Every register, by its recipe; a register without one fails here."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.conformance.world import World, registers
from tests.factories.recipes import recipe_of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`key` runs over the registers, `move` over all moves of all registers."""
    if "move" in metafunc.fixturenames:
        moves = [(r.key, verb) for r in registers() for verb in r.lifecycle.transitions]
        metafunc.parametrize("move", moves, ids=[f"{key}-{verb}" for key, verb in moves])
    elif "key" in metafunc.fixturenames:
        metafunc.parametrize("key", [r.key for r in registers()])


class Undo(Exception):
    """Ends a block without keeping what it did."""


@pytest.fixture
def world(key: str, db: None) -> World:
    """The people and records of one register."""
    return World(recipe_of(key)())


@pytest.fixture
def moving(move: tuple[str, str], db: None) -> Any:
    """The recipe of a register, the verb, and a record that only waits for it."""
    recipe = recipe_of(move[0])()
    return recipe, move[1], recipe.ready(move[1])


@pytest.fixture
def savepoint() -> Any:
    """A context manager that takes back what its block did."""
    from contextlib import contextmanager

    @contextmanager
    def undone() -> Iterator[None]:
        try:
            with transaction.atomic():
                yield
                raise Undo
        except Undo:
            pass

    return undone


@pytest.fixture
def anonymous() -> Client:
    return Client()
