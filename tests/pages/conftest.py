"""The engine's trial register behind the generic pages, and people who look at it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

import qms.urls  # noqa: F401  the registers' own addresses are read before the trials take their place
from tests.engine.conftest import clock, org, trial, trials  # noqa: F401  fixtures
from tests.factories.people import PASSWORD, Clock, Organisation

Opened = Callable[[str], Client]


@pytest.fixture
def sign_in(org: Organisation) -> Opened:  # noqa: F811
    """Gives a browser in which that person is signed in."""

    def opened(username: str) -> Client:
        client = Client(HTTP_HOST="localhost")
        client.force_login(org[username])
        return client

    return opened


@pytest.fixture
def written(trials: Any, trial: Any, org: Organisation, clock: Clock) -> Any:  # noqa: F811
    """The trial, opened, signed by its author and waiting for approval."""
    from qms.signatures.proof import PasswordProof

    author = org["author"]
    opened = trials.perform(
        trial, "open", rev=1, actor=author, at=clock(), due_on=clock().date().replace(year=2027), owner=author
    )
    proof = PasswordProof(password=PASSWORD, username="author")
    return trials.perform(opened, "submit", rev=2, actor=author, at=clock(), proof=proof)
