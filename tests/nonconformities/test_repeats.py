"""Recurrence: the same cause near by, similar wording, on the record page and while typing; and the repeat rate."""

import datetime
from typing import Any

import pytest
from django.test import Client

from nonconformities.figures.numbers import percentile, repeat_rate
from nonconformities.figures.period import Period
from nonconformities.repeats import months_before, perhaps_again, repetitions, worded_like
from qms.registers import registry
from tests.nonconformities.made import Story

TEXT = "Recall dropped from 0.83 to 0.71 in one week after the retraining of the churn model."


def report(story: Story, title: str, description: str = TEXT, code: str = "", **values: Any) -> Any:
    """A reported nonconformity with a cause code."""
    given = {"place": "Release gate", "product": "Churn 2.4", **values}
    register, who = registry["nonconformities"], story.org["reporter"]
    made = register.create(actor=who, at=story.clock(), title=title, description=description, **given)
    made = register.perform(made, "report", rev=made.rev, actor=who, at=story.clock())
    if code:
        boss = story.org["quality"]
        made = register.edit(made, rev=made.rev, actor=boss, at=story.clock(), reason="", cause_code=code)
    return made


@pytest.mark.requirement("CA-08")
def test_the_repetitions_within_the_months_is_proposed_and_not_later(story: Story, settings: Any) -> None:
    settings.QMS_REPEATS_MONTHS = 3
    first = report(story, "First", code="Stale Data")
    other_place = report(story, "Elsewhere", code="stale data", place="Labelling")
    second = report(story, "Second", code="stale data")
    reader = story.org["reader"]
    assert [r.pk for r in repetitions(second, reader)] == [first.pk] and repetitions(other_place, reader) == []
    story.clock(days=100)
    assert repetitions(report(story, "Third", code="stale data"), reader) == []
    assert repetitions(second, story.org["stranger"]) == []


def test_months_are_those_of_the_calendar() -> None:
    end_of_may = datetime.datetime(2026, 5, 31, 12, tzinfo=datetime.UTC)
    assert months_before(end_of_may, 3).date() == datetime.date(2026, 2, 28)
    assert months_before(end_of_may, 12).date() == datetime.date(2025, 5, 31)
    assert months_before(datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC), 1).date() == datetime.date(2025, 12, 15)


@pytest.mark.requirement("CA-08")
def test_similar_wording_is_found_and_what_somebody_may_not_see_is_not(story: Story) -> None:
    same = report(story, "Recall fell after retraining")
    report(
        story, "A label is missing", "The cardboard box in the warehouse bears no label with its weight.", place="Store"
    )
    asked = "After retraining, recall of the churn model dropped within a week"
    found = worded_like(asked, story.org["reader"])
    assert [row["entry"].pk for row in found] == [same.pk] and 20 <= found[0]["percent"] <= 100
    assert worded_like(asked, story.org["stranger"]) == []
    assert worded_like("of the", story.org["reader"]) == [] and worded_like("", story.org["reader"]) == []
    assert worded_like('") OR ("x" & | ! ( recall retraining \x00', story.org["reader"])  # signs mean nothing


@pytest.mark.requirement("CA-08")
def test_the_record_page_proposes_and_links_in_one_click(story: Story, client: Client) -> None:
    first = report(story, "Recall fell after retraining")
    second = report(story, "Recall fell again after retraining")
    client.force_login(story.org["quality"])
    url = f"/nonconformities/{second.number}/"
    assert first.number in client.get(url).content.decode()
    posted = {"kind": "recurs", "target": first.number, "rev": str(second.rev)}
    assert client.post(f"{url}links/", posted).status_code == 302
    assert perhaps_again(second, story.org["quality"]) == []
    assert "Perhaps reported before" not in client.get(url).content.decode()


@pytest.mark.requirement("CA-08")
def test_while_typing_the_form_asks_in_a_small_request(story: Story, client: Client) -> None:
    first = report(story, "Recall fell after retraining")
    client.force_login(story.org["reporter"])
    form = client.get("/nonconformities/new/").content.decode()
    assert 'hx-post="/nonconformities/similar/"' in form and "delay:600ms" in form
    said = client.post("/nonconformities/similar/", {"title": "Churn recall", "description": TEXT})
    assert said.status_code == 200 and first.number in said.content.decode() and "<html" not in said.content.decode()
    assert client.post("/nonconformities/similar/", {"colour": "red"}).status_code == 400
    client.logout()
    assert client.post("/nonconformities/similar/", {"title": "Churn recall"}).status_code == 302


@pytest.mark.requirement("CA-08")
def test_the_repeat_rate_counts_links_causes_and_cycles(story: Story) -> None:
    reader, day = story.org["reader"], story.clock.last.date()
    period = Period(day - datetime.timedelta(days=30), day + datetime.timedelta(days=30))
    assert repeat_rate(period, reader).percent is None  # nothing to divide by is no data
    first = report(story, "First", code="stale data")
    report(story, "Second", code="Stale data")
    linked = report(story, "Third")
    registry["nonconformities"].link(
        linked, kind="recurs", target=first.number, rev=linked.rev, actor=story.org["quality"], at=story.clock()
    )
    report(story, "Fourth", code="another cause")
    rate = repeat_rate(period, reader)
    assert (rate.some, rate.whole, rate.percent) == (2, 4, 50.0)
    assert repeat_rate(period, story.org["stranger"]).whole == 0


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 50, None), ([3], 50, 3), ([1, 2], 50, 1.5), ([1, 2, 3], 50, 2), (list(range(1, 11)), 90, 9), ([5], 90, 5)],
)
def test_percentiles(values: list[int], share: int, expected: float | None) -> None:
    assert percentile(values, share) == expected
