"""Costs of quality: exact sums for each currency, never added together; failures by where they were found."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from nonconformities.figures.costs import added, sums
from nonconformities.figures.period import Period
from nonconformities.models.costs import CATEGORIES
from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.registers import registry
from tests.nonconformities.made import Story

DAY = datetime.date(2026, 1, 4)
WHOLE = Period(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


def cost(story: Story, amount: str = "100.10", currency: str = "EUR", **values: Any) -> Any:
    given = {
        "title": "A cost",
        "category": "prevention",
        "amount": amount,
        "currency": currency,
        "spent_on": DAY,
        **values,
    }
    return registry["quality-costs"].create(actor=story.org["owner"], at=story.clock(), **given)


@pytest.mark.requirement("CQ-01")
def test_sums_are_exact_and_currencies_are_never_added(story: Story) -> None:
    for category, amount in (("prevention", "0.10"), ("appraisal", "0.20"), ("internal", "0.30"), ("external", "0.40")):
        cost(story, amount, category=category)
    cost(story, "0.10")
    cost(story, "5.00", "USD", category="external")
    eur, usd = sums(WHOLE, story.org["reader"], revenue={"EUR": Decimal("110")})
    assert (eur.currency, eur.good, eur.poor, eur.total) == ("EUR", Decimal("0.40"), Decimal("0.70"), Decimal("1.10"))
    assert [share for _n, _a, share, _r in eur.ends] == [Decimal("36.4"), Decimal("63.6"), Decimal("100.0")]
    assert eur.ends[2][3] == Decimal("1.0") and usd.ends[2][3] is None and usd.total == Decimal("5.00")
    assert sums(WHOLE, story.org["stranger"]) == []
    assert sums(Period(DAY + datetime.timedelta(days=1), DAY + datetime.timedelta(days=2)), story.org["reader"]) == []


MONEY = some.decimals(0, 10**9, places=2)
ROWS = some.lists(
    some.tuples(
        some.sampled_from(["EUR", "USD", "JPY"]), some.sampled_from(list(dict(CATEGORIES))), MONEY, some.integers(1, 9)
    )
)


@pytest.mark.requirement("CQ-01")
@given(ROWS)
def test_nothing_gets_lost_between_categories(rows: list[tuple[str, str, Decimal, int]]) -> None:
    found = added(rows, {})
    assert [one.currency for one in found] == sorted({row[0] for row in rows})
    for one in found:
        mine = [amount * n for currency, _category, amount, n in rows if currency == one.currency]
        assert one.total == sum(mine) == sum(one.by.values())


@pytest.mark.requirement("CQ-01")
@pytest.mark.parametrize(
    ("detected", "category", "other"), [("before", "internal", "external"), ("after", "external", "internal")]
)
def test_a_failure_is_internal_or_external_by_where_it_was_noticed(
    story: Story, detected: str, category: str, other: str
) -> None:
    story.triaged().edit("owner", detected=detected)
    proposed = cost(story, category="", nonconformity=story.nc)
    assert proposed.category == category and not proposed.contradicts
    with pytest.raises(Invalid) as caught:
        cost(story, category=other, nonconformity=story.nc)
    assert "was noticed" in str(caught.value.fields["category_reason"])
    argued = cost(
        story, category=other, nonconformity=story.nc, category_reason="Found in the field test of a customer."
    )
    assert argued.contradicts
    assert not cost(story, category="appraisal", nonconformity=story.nc).contradicts


@pytest.mark.requirement("CQ-01")
@pytest.mark.parametrize(
    "values",
    [{"amount": "-0.01"}, {"amount": "NaN"}, {"amount": "1.001"}, {"currency": "EURO"}, {"currency": "XXX"},
     {"currency": ""}, {"category": ""}, {"category": "other"}, {"spent_on": datetime.date(2027, 1, 1)}],
)  # fmt: skip
def test_what_is_no_cost_is_refused_and_nothing_is_stored(story: Story, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        cost(story, **values)
    assert registry["quality-costs"].model.objects.count() == 0


@pytest.mark.requirement("CQ-01")
def test_a_cost_is_confirmed_by_somebody_else_and_names_its_source(story: Story) -> None:
    story.triaged()
    bare = cost(story)
    move = {"register": "quality-costs"}
    with pytest.raises(Unmet, match="what it was spent for"):
        story.do("confirm", "quality", record=bare, **move)
    whole = cost(story, nonconformity=story.nc, category="internal")
    with pytest.raises(Forbidden):
        story.do("confirm", "owner", record=whole, **move)
    assert story.do("confirm", "quality", record=whole, **move).state == "confirmed"
    unfinished = cost(story, nonconformity=story.nc, amount=None, currency="")
    with pytest.raises(Unmet, match="amount, currency"):
        story.do("confirm", "quality", record=unfinished, **move)


def test_pages_show_sums_and_propose_the_category(story: Story, client: Client) -> None:
    story.triaged().edit("owner", detected="after")
    made = cost(story, "1250.50", category="external", nonconformity=story.nc)
    client.force_login(story.org["owner"])
    page = client.get(f"/nonconformities/{story.nc.number}/").content.decode()
    assert made.number in page and "category=external" in page
    form = client.get(f"/quality-costs/new/?nonconformity={story.nc.pk}&category=external").content.decode()
    assert story.nc.number in form
    url = "/quality-costs/figures/?from=2026-01-01&to=2026-12-31"
    text = client.get(f"{url}&revenue=125050&currency=eur").content.decode()
    assert "1,250.50" in text and "1.0 %" in text and "Cost of poor quality" in text
    for wrong in ("&revenue=much&currency=EUR", "&revenue=-1&currency=EUR", "&revenue=5", "&colour=red"):
        assert client.get(url + wrong).status_code == 400
    client.force_login(story.org["stranger"])
    assert "1,250.50" not in client.get(url).content.decode()
