"""An approval whose ground changes: the gate sees it at once, the sweep turns the card and tells those who signed."""

import datetime
from typing import Any

import pytest
from django.test import Client

from modelcards.jobs import look_again
from qms.notices.models import Notice
from qms.registers import registry
from tests.modelcards.cards.made import Cards
from tests.modelcards.cards.test_life import asked, codes
from tests.modelcards.cards.watch import Watch
from tests.modelcards.systems.made import OTHER_HASH


def problem(cards: Cards, target: Any, **more: Any) -> Any:
    """An open nonconformity about a record."""
    given = {"title": "Ranks by postcode", "description": "Found in a review.", **more}
    links = [("concerns", cards.fresh(target).entry)]
    return registry["nonconformities"].create(actor=cards.org["approver"], at=cards.clock(), links=links, **given)


@pytest.mark.parametrize("about", ["card", "version", "system"])
def test_open_nonconformity_closes_the_gate_at_once_and_turns_the_card(cards: Cards, about: str) -> None:
    card = cards.stands()
    found = problem(cards, card if about == "card" else getattr(card, about))
    row = asked(cards, card)
    assert row.result == "fail" and "look_again" in codes(row)
    assert look_again(at=cards.clock()) == 1
    card = cards.fresh(card)
    assert card.state == "look_again" and found.number in card.look_again_because
    told = set(Notice.objects.filter(rule__startswith="look_again").values_list("user__username", flat=True))
    assert told == {"author", "validator"}
    assert look_again(at=cards.clock()) == 0


def test_nonconformity_that_was_open_when_the_card_was_approved_is_known(cards: Cards) -> None:
    version = cards.version(cards.approved())
    problem(cards, version.system)
    card = cards.stands(version)
    assert asked(cards, card).result == "pass"
    problem(cards, version.system, title="Another one")
    assert asked(cards, card).result == "fail"


def test_new_policy_asks_for_another_look(cards: Cards) -> None:
    card = cards.stands()
    cards.policy(title="Stricter", smallest_n=5000)
    assert "look_again" in codes(asked(cards, card))
    assert look_again(at=cards.clock()) == 1
    assert "in force now" in cards.fresh(card).look_again_because


def test_what_the_policy_does_not_call_material_changes_nothing(cards: Cards) -> None:
    cards.policy(title="Lenient", material=["dataset"])
    card = cards.stands()
    problem(cards, card)
    assert asked(cards, card).result == "pass"
    assert look_again(at=cards.clock()) == 0


def test_another_look_is_confirmed_by_signature_or_leads_back_to_the_draft(cards: Cards) -> None:
    card = cards.stands()
    problem(cards, card)
    look_again(at=cards.clock())
    card = cards.do(card, "confirm", "boss", reason="The finding does not touch the ranking.")
    assert card.state == "approved"
    assert asked(cards, card).result == "pass"
    problem(cards, card, title="A second one")
    look_again(at=cards.clock())
    card = cards.do(card, "revise", "engineer")
    assert (card.state, card.authors, card.rested_on) == ("draft", [], [])


def test_change_older_than_the_window_is_still_seen_by_the_gate(cards: Cards) -> None:
    card = cards.stands()
    problem(cards, card)
    later = cards.clock() + datetime.timedelta(days=9)
    assert look_again(at=later) == 0
    assert asked(cards, card, days=10).result == "fail"


def test_nonconformity_about_a_deployment_of_the_version_closes_the_gate(cards: Cards) -> None:
    card = cards.stands()
    live, other = cards.live(card.version), cards.current(card.system, "1.1.0", OTHER_HASH)
    problem(cards, other, title="Another version's")
    assert asked(cards, card).result == "pass"
    found = problem(cards, live)
    assert found.number in asked(cards, card).reasons[0]["text"]
    assert look_again(at=cards.clock()) == 1


def test_a_nonconformity_that_not_everybody_sees_is_named_by_its_number_alone(cards: Cards) -> None:
    card = cards.stands()
    hidden = problem(cards, card, title="Complaint of Ms Example", audience="named")
    far = problem(cards, card, title="Found in the line", unit=cards.org.units["LINE"])
    near = problem(cards, card, title="Ranks by age")
    said = [reason["text"] for reason in asked(cards, card).reasons]
    assert said == [f"{hidden.number} is open.", f"{far.number} is open.", f"{near.number} “Ranks by age” is open."]


@pytest.fixture
def watched(cards: Cards) -> tuple[Watch, Any, Any]:
    """An approved card whose version is watched, under a policy for which that is material; it passes."""
    cards.policy(title="Watched", material=["monitor"])
    card = cards.stands()
    watch = Watch(cards, card.version)
    monitor = watch.watching(every_hours=1, grace_hours=2)
    assert asked(cards, card).result == "pass"
    return watch, monitor, card


@pytest.mark.requirement("SPC-08", "EUA-72")
def test_monitor_that_signals_closes_the_gate_until_its_nonconformity_is_closed(
    cards: Cards, watched: tuple[Watch, Any, Any]
) -> None:
    watch, monitor, card = watched
    [opened] = watch.send(monitor, [39.0]).opened
    row = asked(cards, card)
    assert codes(row) == {"look_again"}
    assert row.reasons[0]["text"] == f"{monitor.number} “Recall, hourly” has signalled: {opened.number} is open."
    assert look_again(at=cards.clock()) == 1
    assert opened.number in cards.fresh(card).look_again_because


@pytest.mark.requirement("SPC-08", "EUA-72")
def test_monitor_that_hears_nothing_closes_the_gate(cards: Cards, watched: tuple[Watch, Any, Any]) -> None:
    _watch, monitor, card = watched
    assert asked(cards, card, hours=2).result == "pass"
    row = asked(cards, card, hours=2)
    assert codes(row) == {"look_again"} and f"{monitor.number} “Recall, hourly” has had no data" in str(row.reasons)


@pytest.mark.requirement("SPC-08", "EUA-72")
def test_monitor_that_is_paused_closes_the_gate_and_asks_nobody(cards: Cards, watched: tuple[Watch, Any, Any]) -> None:
    watch, monitor, card = watched
    watch.perform(watch.fresh(monitor), "pause")
    row = asked(cards, card, days=3)
    assert codes(row) == {"unwatched"} and "is paused: nothing is watched." in row.reasons[0]["text"]
    assert look_again(at=cards.clock()) == 0, "a pause ends by itself"
    watch.perform(watch.fresh(monitor), "resume")
    assert asked(cards, card).result == "pass"


def test_monitors_that_the_policy_does_not_call_material_say_nothing(cards: Cards) -> None:
    card = cards.stands()
    watch = Watch(cards, card.version)
    watch.perform(watch.watching(), "pause")
    assert asked(cards, card).result == "pass"


def test_a_signal_and_the_nonconformity_it_opened_are_said_once_and_lead_to_the_record(cards: Cards) -> None:
    cards.policy(title="Both", material=["monitor", "nonconformity"])
    card = cards.stands()
    watch = Watch(cards, card.version)
    [opened] = watch.send(watch.watching(), [39.0]).opened
    other = problem(cards, card)
    reasons = asked(cards, card).reasons
    assert [r["url"] for r in reasons] == [f"/r/{other.number}", f"/r/{opened.number}"]
    assert look_again(at=cards.clock()) == 1
    browser = Client()
    browser.force_login(cards.org["author"])
    page = browser.get(f"/model-cards/{card.number}/").content.decode()
    panel = page[page.index("Why it needs another look") :].split("</section>")[0]
    assert panel.count("has signalled") == 2  # the sentence, and for screen readers the name of its link
    assert panel.count(f"{other.number} “Ranks by postcode” is open.") == 2
