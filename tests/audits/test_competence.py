"""Auditors have on the days of the audit what auditors need: shown, or by a setting refused (AU-03)."""

import datetime
from typing import Any

import pytest

from audits import competence
from qms.lib.errors import Unmet
from qms.registers import registry
from qms.signatures.proof import PasswordProof
from tests.audits.conftest import PLANNED, Story
from tests.audits.steps import refused
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("AU-03")]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def course(story: Story) -> Any:
    """What the organisation asks of its auditors."""
    made = registry["competences"].create(
        actor=story.org["manager"], at=story.clock(), title="Auditing by ISO 19011", description="Two days, a test.",
        roles=["auditor"], kind="training",
    )  # fmt: skip
    return story.do(made, "require", "manager")


def passed(story: Story, who: str, course: Any, until: datetime.date) -> Any:
    made = registry["qualifications"].create(
        actor=story.org[who], at=story.clock(), person=story.org[who], competence=course, evidence="Certificate 12.",
        obtained_on=story.clock.last.date(), valid_until=until,
    )  # fmt: skip
    return story.do(made, "verify", "manager", proof=PasswordProof(PASSWORD, "manager"))


def shown(story: Story, audit: Any, client: Any, who: str = "lead") -> str:
    client.force_login(story.org[who])
    return str(client.get(f"/audits/{audit.number}/").content.decode())


def test_an_auditor_who_lacks_it_or_loses_it_before_the_audit_ends_is_flagged(
    story: Story, course: Any, client: Any
) -> None:
    passed(story, "lead", course, until=PLANNED)  # ends on the first of two days
    audit = story.plan()
    said = competence.gaps(audit)
    assert [s.split(" lacks")[0] for s in said] == ["Lead Example", "Second Example"]
    assert "(expired 7 Dec 2026)" in said[0] and "(missing)" in said[1]
    page = shown(story, audit, client)
    assert said[0] in page and f'href="/competences/{course.number}/"' in page
    assert said[0] not in shown(story, audit, client, "auditee"), "an auditee need not know"
    assert story.do(audit, "confirm", "lead").state == "confirmed"


def test_the_setting_refuses_the_audit_until_it_is_there(story: Story, course: Any, settings: Any) -> None:
    settings.QMS_INDEPENDENCE = "block"
    audit = story.plan()
    assert course.number in refused(story, audit, "confirm", "lead", Unmet)
    for who in ("lead", "second"):
        passed(story, who, course, until=PLANNED + DAY)
    assert competence.gaps(audit) == []
    assert story.do(audit, "confirm", "lead").state == "confirmed"


def test_where_nothing_is_asked_of_auditors_nothing_is_flagged(story: Story, settings: Any) -> None:
    settings.QMS_INDEPENDENCE = "block"
    audit = story.plan()
    assert competence.gaps(audit) == [] and story.do(audit, "confirm", "lead").state == "confirmed"
