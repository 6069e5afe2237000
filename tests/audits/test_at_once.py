"""Two people who press the same button at the same moment make one record."""

import pytest

from audits.services.fieldwork import make_checklist
from audits.services.raising import raise_nonconformity
from qms.records.models import Entry
from qms.registers.verify import verify
from tests.audits.conftest import Story
from tests.engine.racing import in_threads
from tests.factories.people import Clock, organisation


@pytest.fixture
def story(own_database: str, clock: Clock) -> Story:
    org = organisation(clock)
    org.person("manager", "quality_manager")
    for name in ("lead", "second"):
        org.person(name, "auditor")
    org.person("auditee", "contributor")
    return Story(org, clock)


@pytest.mark.requirement("AU-07")
def test_a_nonconformity_raised_by_two_at_once_is_one(story: Story) -> None:
    finding = story.answered_finding(story.on_site(), "major")
    people, at = [story.org["lead"], story.org["second"]], story.clock()
    entries = in_threads(*[lambda who=who: raise_nonconformity(finding, actor=who, at=at) for who in people])
    assert entries[0].pk == entries[1].pk
    assert Entry.objects.filter(register="nonconformities").count() == 1
    assert list(verify()) == []


@pytest.mark.requirement("AU-04")
def test_a_checklist_made_by_two_at_once_has_each_question_once(story: Story) -> None:
    audit = story.on_site()
    people, at = [story.org["lead"], story.org["second"]], story.clock()
    made = in_threads(*[lambda who=who: make_checklist(audit, actor=who, at=at) for who in people])
    assert sorted(map(len, made)) == [0, 3]
    assert audit.lines.count() == 3
