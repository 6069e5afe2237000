"""The view of ISO 14971: hazard, situation, harm, measures in their order, residual risk, and what is missing."""

import csv
import io

import pytest
from django.test import Client

from qms.records.models import LedgerRow
from tests.risks.made import Story

pytestmark = pytest.mark.requirement("RM-04")
TOLD = {
    "hazard": "A dose that is computed wrongly", "sequence": "The unit of weight is mistaken",
    "situation": "A patient gets the computed dose", "harm": "Poisoning", "new_risks": "None: the limit is a stop.",
}  # fmt: skip


def signed_in(story: Story, who: str = "author") -> Client:
    client = Client()
    client.force_login(story.org[who])
    return client


def rows(story: Story, who: str = "author") -> list[dict[str, str]]:
    answer = signed_in(story, who).get("/risks/safety/?format=csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_measures_stand_in_their_order_of_priority_with_their_state(story: Story) -> None:
    risk = story.assessed(**TOLD)
    told = story.effective(risk, title="Say it in the manual", measure="information")
    built = story.implemented(risk, title="Stop beyond a limit", measure="design")
    (row,) = rows(story)
    assert (row["Hazard"], row["Hazardous situation"], row["Harm"]) == tuple(
        TOLD[n] for n in ("hazard", "situation", "harm")
    )
    assert row["Measures"].index(built.number) < row["Measures"].index(told.number)
    page = signed_in(story).get("/risks/safety/").content.decode()
    assert page.index("Stop beyond a limit") < page.index("Say it in the manual")


def test_each_thing_that_the_standard_asks_for_is_missed_in_words(story: Story) -> None:
    bare = story.assessed(hazard="A dose that is computed wrongly")
    said = rows(story)[0]["Missing"]
    assert "Not told: hazardous situation, harm." in said and "No measure." in said
    control = story.implemented(bare, measure="information")
    said = rows(story)[0]["Missing"]
    assert "No measure is verified as effective (7.2)." in said and "New risks from the measures" in said
    story.do(story.fresh(control), "verify", "tester", verification="All twelve saw it.")
    assert "Information for safety alone" in rows(story)[0]["Missing"]


def test_a_complete_line_misses_nothing_and_what_names_no_hazard_is_no_line(story: Story) -> None:
    story.assessed((1, 1), title="No hazard")
    story.effective(story.assessed((1, 1), **TOLD), measure="design")
    assert [row["Missing"] for row in rows(story)] == [""]
    assert "0 lines are not complete" in signed_in(story).get("/risks/safety/").content.decode()


def test_a_stranger_sees_no_line(story: Story) -> None:
    story.assessed(**TOLD)
    assert rows(story, "stranger") == []


def test_what_is_taken_out_stands_in_the_ledger(story: Story) -> None:
    risk = story.assessed(**TOLD)
    before = LedgerRow.objects.count()
    rows(story)
    row = LedgerRow.objects.latest("pk")
    assert LedgerRow.objects.count() == before + 1 and (row.subject, row.action) == ("risks", "export")
    assert risk.number in bytes(row.body).decode()
