"""A quality manager, an owner, a reader and a stranger; a rule about due dates of actions, in draft."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from qms.registers import registry
from tests.engine.notice_entries import NOON, a_person, a_unit

RULE = {
    "title": "Actions: due date", "about": "actions.due", "before": [5], "on_the_day": False, "to": ["owner"],
    "channels": ["mail"],
}  # fmt: skip


@pytest.fixture
def people(db: None) -> SimpleNamespace:
    unit = a_unit()
    roles = {"quality": "quality_manager", "owner": "contributor", "reader": "reader"}
    made = {name: a_person(name, unit, role) for name, role in roles.items()}
    return SimpleNamespace(unit=unit, stranger=a_person("stranger", a_unit("ELSEWHERE"), "external_auditor"), **made)


@pytest.fixture
def rules() -> Any:
    return registry["reminder-rules"]


@pytest.fixture
def draft(people: SimpleNamespace, rules: Any) -> Any:
    return rules.create(actor=people.quality, at=NOON, **RULE)


def put_in_force(record: Any, actor: Any, at: datetime.datetime = NOON, **asked: Any) -> Any:
    return registry["reminder-rules"].perform(record, "put_in_force", rev=record.rev, actor=actor, at=at, **asked)
