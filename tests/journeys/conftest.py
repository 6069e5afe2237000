"""The people of the story, a process and an audit programme, and visitors who walk the pages as one of them."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from qms.registers import registry
from tests.factories.people import Clock, Organisation
from tests.journeys.by_browser import DESK, Visitor

ROLES = {
    "manager": ("quality_manager",), "lead": ("auditor",), "second": ("auditor",), "auditee": ("contributor",),
    "worker": ("contributor",), "verifier": ("contributor",), "checker": ("contributor",), "approver": ("approver",),
}  # fmt: skip


@pytest.fixture
def today() -> datetime.date:
    """Pages use the server's clock, so these tests live today."""
    return timezone.localdate()


@pytest.fixture
def company(own_database: str) -> Organisation:
    """Everybody of the story in NORTH and a stranger in SOUTH, since sixty days."""
    org = Organisation(Clock(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=60)))
    org.unit("HQ")
    org.unit("NORTH", "HQ")
    org.unit("SOUTH", "HQ")
    for username, roles in ROLES.items():
        org.person(username, *roles)
    org.person("stranger", home="SOUTH")
    return org


@pytest.fixture
def visitor(company: Organisation, live: Any, new_page: Callable[..., Any]) -> Callable[..., Visitor]:
    """Signs somebody in, in a browser of his own; `url` is another web server than this test's."""

    def sign_in(username: str, viewport: dict[str, int] | None = None, url: str = "", **options: Any) -> Visitor:
        return Visitor(new_page(viewport=viewport or DESK, **options), username, url or live.url)

    return sign_in


def process_in_use(org: Organisation) -> Any:
    """The process that the auditee answers for and that is audited."""
    register, clock = registry["processes"], org.clock
    made = register.create(
        actor=org["manager"], at=clock(), title="Release", purpose="Only approved versions go out.",
        owner=org["auditee"].pk, importance="high", inputs=["validation report"], outputs=["released version"],
        clauses=["iso9001-2015:8.6"], unit=org.units["NORTH"],
    )  # fmt: skip
    return register.perform(made, "put_in_use", rev=made.rev, actor=org["manager"], at=clock())


def running_programme(org: Organisation, today: datetime.date) -> Any:
    """The audit programme of this year's cycle."""
    register, clock = registry["programmes"], org.clock
    made = register.create(
        actor=org["manager"], at=clock(), title="Audits of the cycle", objectives="Know whether the system works.",
        extent="All of NORTH.", editions=["iso9001-2015"], methods=["interview"], unit=org.units["NORTH"],
        period_from=today - datetime.timedelta(days=60), period_to=today + datetime.timedelta(days=305),
    )  # fmt: skip
    return register.perform(made, "start", rev=made.rev, actor=org["manager"], at=clock())
