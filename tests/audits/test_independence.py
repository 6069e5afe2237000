"""Nobody audits his own work: shown, or by a setting refused."""

from typing import Any

import pytest

from audits import independence
from audits.panels import audit_first_panels
from audits.services.fieldwork import add_scope
from qms.lib.errors import Unmet
from tests.audits.conftest import Story
from tests.audits.steps import refused

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("AU-03", "P11-10g-2")]


def panels_of(story: Story, audit: Any) -> dict[str, Any]:
    return {template: values for _title, template, values in audit_first_panels(audit, story.org["lead"])}


@pytest.mark.parametrize("owner", ["lead", "second"])
def test_an_auditor_who_owns_the_audited_process_is_flagged(story: Story, owner: str) -> None:
    story.process = story.new_process("Own work", owner=owner)
    audit = story.plan()
    warned = panels_of(story, audit)["audits/panels/independence.html"]["sentences"]
    assert warned == [f"{owner.title()} Example would audit own work: {story.process.number} Own work."]
    assert story.do(audit, "confirm", "lead").state == "confirmed"


def test_an_auditor_who_owns_the_audited_process_is_refused_where_the_setting_says_so(
    story: Story, settings: Any
) -> None:
    settings.QMS_INDEPENDENCE = "block"
    story.process = story.new_process("Own work", owner="lead")
    audit = story.plan()
    assert "Own work" in refused(story, audit, "confirm", "lead", Unmet)


def test_a_process_put_into_scope_later_is_noticed_before_the_audit_starts(story: Story, settings: Any) -> None:
    settings.QMS_INDEPENDENCE = "block"
    audit = story.do(story.plan(), "confirm", "lead")
    own = story.new_process("Own work", owner="second")
    audit = add_scope(audit, [own.number], rev=audit.rev, actor=story.org["lead"], at=story.clock())
    assert "Own work" in refused(story, audit, "start", "lead", Unmet)


def test_an_auditor_among_the_auditees_is_flagged(story: Story) -> None:
    audit = story.plan(auditees=[story.org["second"].pk])
    assert "auditee of the same audit" in independence.sentences(audit)[0]


def test_independent_auditors_are_not_flagged(story: Story, settings: Any) -> None:
    settings.QMS_INDEPENDENCE = "block"
    audit = story.plan()
    assert "audits/panels/independence.html" not in panels_of(story, audit)
    assert story.do(audit, "confirm", "lead").state == "confirmed"
