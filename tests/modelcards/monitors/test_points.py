"""Points come in: in bulk, twice without harm, all or nothing, and what is wrong is said with row and field."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from modelcards.models import MonitorPoint
from modelcards.services.monitors import post_points
from qms.accounts.tokens import create_token
from qms.lib.errors import Forbidden, Invalid, NotVisible, WrongState
from tests.conformance.world import World, nothing_changes
from tests.factories.monitors import MonitorRecipe
from tests.modelcards.monitors.made import points_of

pytestmark = pytest.mark.requirement("SPC-06")
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def row(n: int, value: Any = 0.8, **more: Any) -> dict[str, Any]:
    """A point of the n-th minute after noon."""
    at = NOON + datetime.timedelta(minutes=n)
    return {"key": f"k{n}", "at": at.isoformat(), "value": value, **more}


def begun(recipe: MonitorRecipe, **values: Any) -> Any:
    return recipe.perform(recipe.make(**values), "begin")


def post(world: World, monitor: Any, body: Any, who: str = "author") -> Any:
    text = body if isinstance(body, str) else json.dumps({"points": body})
    return world.client(who).post(f"/api/v1/monitors/{monitor.number}/points/", text, "application/json")


def test_ten_thousand_points_come_in_one_call_and_twice_makes_no_difference(world: World) -> None:
    monitor = begun(world.recipe)
    body = [
        {"key": f"k{n}", "at": (NOON + datetime.timedelta(seconds=n)).isoformat(), "value": 0.8 + n % 7 / 100}
        for n in range(10_000)
    ]
    first = post(world, monitor, body)
    assert (first.status_code, first.json()["added"]) == (201, 10_000)
    again = post(world, monitor, body)
    assert (again.status_code, again.json()["added"], again.json()["known"]) == (200, 0, 10_000)
    assert MonitorPoint.objects.filter(monitor=monitor).count() == 10_000
    more = post(world, monitor, [*body[:3], {"key": "new", "value": 0.9}])
    assert (more.json()["added"], more.json()["known"]) == (1, 3)
    too_many = post(world, monitor, [{"key": f"x{n}", "value": 1} for n in range(10_001)])
    assert too_many.status_code == 422 and "one call takes 10000" in too_many.json()["detail"]
    page = world.boss.get(f"/api/v1/monitors/{monitor.number}/points/").json()
    assert len(page["results"]) == 500 and page["results"][0]["key"] == "new"
    seen = {p["key"] for p in page["results"]}
    for _ in range(20):
        page = world.boss.get(page["next"]).json()
        seen |= {p["key"] for p in page["results"]}
    assert page["next"] is None and len(seen) == 10_001, "the pages hold every point once"


@pytest.mark.parametrize(
    "bad", ["NaN", "Infinity", "-Infinity", '"0.8"', "true", "1e308", "1e999", "-1e200", "[0.8]", "{}"]
)
def test_what_is_no_measurement_is_refused_with_row_and_field_and_nothing_is_kept(world: World, bad: str) -> None:
    monitor = begun(world.recipe)
    rows = json.dumps([row(0), row(1, "@"), row(2)]).replace('"@"', bad)
    answer = post(world, monitor, f'{{"points": {rows}}}')
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["points[1].value"]
    assert answer.json()["fields"]["points[1].value"][0].startswith("Row 2: ")
    assert points_of(monitor) == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"at": "2126-03-01T12:00:00Z"}, "at"), ({"at": "2026-03-01T12:00:00"}, "at"), ({"at": "noon"}, "at"),
        ({"at": 1772366400}, "at"), ({"at": "1926-03-01T12:00:00Z"}, "at"), ({"key": ""}, "key"), ({"key": 7}, "key"),
        ({"key": "x" * 81}, "key"), ({"key": "a\x00"}, "key"), ({"key": "k0"}, "key"), ({"strange": 1}, "strange"),
        ({"at": (NOON).isoformat()}, "at"),
    ],
)  # fmt: skip
def test_every_mistake_names_its_field(recipe: MonitorRecipe, changed: dict[str, Any], field: str) -> None:
    monitor = begun(recipe)
    with pytest.raises(Invalid) as said:
        post_points(monitor, [row(0), {**row(1), **changed}], actor=recipe.org["author"], at=timezone.now())
    assert list(said.value.fields) == [f"points[1].{field}"]
    assert points_of(monitor) == []


def test_a_row_without_a_value_is_a_mistake_and_null_is_a_gap(recipe: MonitorRecipe) -> None:
    monitor = begun(recipe)
    with pytest.raises(Invalid, match="Send null where nothing could be measured"):
        post_points(monitor, [{"key": "a"}], actor=recipe.org["author"], at=recipe.clock())
    post_points(monitor, [{"key": "a", "value": None}], actor=recipe.org["author"], at=recipe.clock())
    assert [p.value for p in points_of(monitor)] == [None]


@pytest.mark.parametrize(
    "body", ["[]", '{"points": []}', '{"points": {}}', '{"points": [1]}', '{"more": []}', "x", '{"points": [[]]}']
)
def test_a_body_of_another_shape_is_refused(world: World, body: str) -> None:
    monitor = begun(world.recipe)
    assert post(world, monitor, body).status_code in (400, 422)
    assert points_of(monitor) == []


def test_the_same_key_with_another_value_is_a_mistake(recipe: MonitorRecipe) -> None:
    monitor = begun(recipe)
    author, at = recipe.org["author"], timezone.now()
    post_points(monitor, [row(0), row(1)], actor=author, at=at)
    with pytest.raises(Invalid, match="“k1” was sent before with another value"):
        post_points(monitor, [row(1, 0.9), row(2)], actor=author, at=at)
    assert len(points_of(monitor)) == 2


def test_the_baseline_takes_points_in_any_order_a_judged_series_only_later_ones(recipe: MonitorRecipe) -> None:
    author = recipe.org["author"]
    monitor = begun(recipe)
    post_points(monitor, [row(5), row(3)], actor=author, at=timezone.now())
    post_points(monitor, [row(4)], actor=author, at=timezone.now())
    assert [p.key for p in points_of(monitor)] == ["k3", "k4", "k5"]

    judged = recipe.watching()
    last = points_of(judged)[-1].at
    sealed = {"key": "late", "at": (last - datetime.timedelta(minutes=1)).isoformat(), "value": 34.0}
    with pytest.raises(Invalid, match=f"is not after {last.isoformat()[:19]}.*the series is sealed"):
        post_points(judged, [sealed], actor=author, at=recipe.clock())
    later = [{"key": k, "at": (last + datetime.timedelta(minutes=m)).isoformat(), "value": 34.0} for k, m in
             (("b", 2), ("a", 1))]  # fmt: skip
    post_points(judged, later, actor=author, at=recipe.clock(hours=1))
    assert [p.key for p in points_of(judged)][-2:] == ["a", "b"], "within a call they may stand in any order"


def test_limits_that_wait_for_approval_seal_what_they_rest_on(recipe: MonitorRecipe) -> None:
    monitor = recipe.in_state("proposed")
    first = points_of(monitor)[0]
    between = {"key": "between", "at": (first.at + datetime.timedelta(minutes=1)).isoformat(), "value": 34.0}
    with pytest.raises(Invalid, match="sealed"):
        post_points(monitor, [between], actor=recipe.org["author"], at=recipe.clock())


@pytest.mark.parametrize("state", ["draft", "retired", "void"])
def test_points_come_only_to_a_monitor_that_is_begun_and_not_over(recipe: MonitorRecipe, state: str) -> None:
    monitor = recipe.in_state(state)
    before = len(points_of(monitor))
    with nothing_changes(), pytest.raises(WrongState, match="takes no points"):
        post_points(monitor, [{"key": "a", "value": 1}], actor=recipe.org["author"], at=recipe.clock())
    assert len(points_of(monitor)) == before


def test_only_people_of_the_unit_send_points(recipe: MonitorRecipe) -> None:
    monitor = begun(recipe)
    recipe.org.person("onlooker", "reader")
    with pytest.raises(NotVisible):
        post_points(monitor, [row(0)], actor=recipe.org["stranger"], at=timezone.now())
    with pytest.raises(Forbidden):
        post_points(monitor, [row(0)], actor=recipe.org["onlooker"], at=timezone.now())


@pytest.mark.requirement("MK-15", "P11-10h")
def test_a_point_knows_who_sent_it_with_which_token(recipe: MonitorRecipe) -> None:
    monitor = begun(recipe)
    url = f"/api/v1/monitors/{monitor.number}/points/"
    for scope, status in (("write", 201), ("read", 403)):
        token, secret = create_token(user=recipe.org["author"], name="CI", scope=scope, at=timezone.now())
        sent = Client().post(
            url, json.dumps({"points": [{"key": scope, "value": 1}]}), "application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip
        assert sent.status_code == status
        if status == 201:
            kept = points_of(monitor)[0]
            assert (kept.source, kept.received_by_id) == (f"api:token {token.pk}", recipe.org["author"].pk)
    assert len(points_of(monitor)) == 1


@pytest.mark.requirement("SPC-01")
@pytest.mark.parametrize(
    ("kind", "good", "bad", "field"),
    [
        ("xbar_r", {"values": [1, 2.5, None]}, {"values": [1, "x"]}, "values"),
        ("xbar_s", {"values": [1, 2, 3]}, {"values": []}, "values"), ("p", {"value": 3, "n": 50}, {"value": 3}, "n"),
        ("np", {"value": 3, "n": 50}, {"value": 51, "n": 50}, "value"), ("c", {"value": 4}, {"value": 4.5}, "value"),
        ("u", {"value": 4, "n": 2.5}, {"value": 4, "n": 0}, "value"),
        ("ewma", {"values": [1, 2]}, {"value": "1"}, "value"),
        ("cusum", {"value": 1}, {"value": 1, "values": [1]}, "values"),
        ("psi", {"counts": [3, 4]}, {"counts": [3, 4, 5]}, "counts"),
        ("psi", {"counts": [0, 9]}, {"counts": [-1, 2]}, "counts"),
    ],
)  # fmt: skip
def test_each_kind_takes_its_own_values(
    recipe: MonitorRecipe, kind: str, good: dict[str, Any], bad: dict[str, Any], field: str
) -> None:
    monitor = begun(recipe, kind=kind, bins=["low", "high"])
    author = recipe.org["author"]
    assert post_points(monitor, [{"key": "good", **good}], actor=author, at=recipe.clock()).added == 1
    with pytest.raises(Invalid) as said:
        post_points(monitor, [{"key": "bad", **bad}], actor=author, at=recipe.clock())
    assert list(said.value.fields) == [f"points[0].{field}"]


def test_a_point_is_written_once(recipe: MonitorRecipe) -> None:
    from qms.records.backdoor import BackDoor

    monitor = begun(recipe)
    post_points(monitor, [row(0)], actor=recipe.org["author"], at=timezone.now())
    point = points_of(monitor)[0]
    point.value = 0.99
    for way in (
        point.save,
        point.delete,
        MonitorPoint.objects.all().delete,
        lambda: MonitorPoint.objects.update(value=1),
    ):
        with pytest.raises(BackDoor):
            way()
