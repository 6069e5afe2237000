"""What this folder adds to the API. The whole story by API stands in tests/journeys."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from qms.registers import registry
from tests.audits.conftest import Story
from tests.factories.people import Clock
from tests.journeys.by_api import Caller

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def an_hour_later(clock: Clock) -> Iterator[None]:
    with time_machine.travel(clock.last + datetime.timedelta(hours=1), tick=True):
        yield


def caller(story: Story, who: str) -> Caller:
    return Caller(story.org[who])


@pytest.mark.requirement("AU-01")
def test_the_coverage_is_given_as_data(story: Story) -> None:
    audit = story.plan()
    found = caller(story, "manager").get(f"programmes/{story.programme.number}/coverage/")
    row = next(r for r in found["rows"] if r["key"] == "iso9001-2015:9.2")
    assert (row["standing"], row["cells"]) == ("plan", {audit.number: f"{audit.number}: planned for 7 Dec 2026"})
    assert found["audits"][0]["first_planned_from"] == "2026-12-07"
    assert found["frequencies"][0]["process"] == story.process.number
    caller(story, "stranger").get(f"programmes/{story.programme.number}/coverage/", 404)


@pytest.mark.requirement("AU-04")
def test_a_sample_is_drawn_with_the_revision_that_was_seen(story: Story) -> None:
    audit, lead = story.on_site(), caller(story, "lead")
    number = lead.send("POST", f"audits/{audit.number}/checklist/", {"keys": ["iso9001-2015:7"]}, 201)["added"][0]
    url, wanted = f"checklist-lines/{number}/sample/", {"of": "Records", "population": 40, "size": 3, "seed": "s1"}
    lead.send("POST", url, wanted, 428)
    lead.send("POST", url, {**wanted, "sise": 4}, 400, 1)
    lead.send("POST", url, {**wanted, "size": 41}, 422, 1)
    line = lead.send("POST", url, wanted, 201, 1)
    assert line["rev"] == 2 and line["samples"][0]["drawn"].count("\n") == 2
    lead.send("POST", url, wanted, 412, 1)


@pytest.mark.requirement("AU-05")
def test_a_major_is_raised_from_minors_and_refused_without_them(story: Story) -> None:
    audit, lead = story.on_site(), caller(story, "lead")
    said = {"clause": "iso9001-2015:9.2.2", "reason": "Nobody plans the audits."}
    lead.send("POST", f"audits/{audit.number}/major/", said, 422)
    for letter in "abc":
        story.finding(audit, "minor", f"iso9001-2015:9.2.2.{letter}")
    made = lead.send("POST", f"audits/{audit.number}/major/", said, 200)
    assert (made["grade"], made["criterion"]) == ("major", ["iso9001-2015:9.2.2"])
    caller(story, "auditee").send("POST", f"audits/{audit.number}/major/", said, 422)


def test_what_moves_set_is_not_set_by_an_edit(story: Story) -> None:
    audit, lead = story.on_site(), caller(story, "lead")
    finding = story.finding(audit)
    for name in ("first_planned_from", "moved_because", "reported_on"):
        lead.send("PATCH", f"audits/{audit.number}/", {name: "2026-01-01"}, 400, audit.rev)
    for name in ("response", "verification", "due"):
        lead.send("PATCH", f"findings/{finding.number}/", {name: "accepts"}, 400, 1)
    read: Any = lead.get(f"findings/{finding.number}/")
    assert read["response"] == "" and registry["findings"].model.objects.get().rev == 1
