"""Versions: the same one twice is one, another artifact is another version, one is current, and how they end."""

import threading
from typing import Any

import pytest
from django.db import connection

from modelcards.models import ModelCard, SystemVersion
from modelcards.services.versions import register_version
from qms.lib.errors import Forbidden, Invalid, NotVisible, Unmet, WrongState
from qms.registers import registry
from qms.registers.signing import signatures_of
from tests.factories.people import Clock
from tests.modelcards.systems.made import HASH, HIGH, OTHER_HASH, REVIEW, START, Story, company, measures

KEY = "system-versions"


def test_registering_twice_gives_the_same_version(story: Story) -> None:
    system = story.approved()
    one = story.version(system, "1.0.0", HASH)
    again = story.version(system, " 1.0.0 ", f"sha256:{HASH.upper()}")
    assert (again.pk, again.rev) == (one.pk, one.rev) and system.versions.count() == 1
    assert one.number == f"{system.number}-V01" and one.title == "Applicant ranking 1.0.0"
    assert story.version(system, "1.0.1", OTHER_HASH).number == f"{system.number}-V02"


def test_the_same_version_with_another_hash_is_refused_and_both_are_named(story: Story) -> None:
    system = story.approved()
    one = story.version(system)
    for call in (
        lambda: story.version(system, "1.0.0", OTHER_HASH),
        lambda: registry[KEY].create(
            actor=story.org["author"], at=story.clock(), system=system, version="1.0.0", artifact=OTHER_HASH, title="x"
        ),
    ):
        with pytest.raises(Invalid) as said:
            call()
        sentence = said.value.fields["artifact"][0]
        assert HASH in sentence and OTHER_HASH in sentence and one.number in sentence
    assert system.versions.count() == 1


@pytest.mark.parametrize("artifact", ["", "abc", "g" * 64, HASH + "a", "sha256:", HASH[:-1] + "ä"])
def test_an_artifact_is_a_sha256(story: Story, artifact: str) -> None:
    with pytest.raises(Invalid) as said:
        story.version(story.approved(), artifact=artifact)
    assert "artifact" in said.value.fields


def test_what_a_version_is_does_not_change(story: Story) -> None:
    system = story.approved()
    version, other = story.version(system), story.approved()
    for changes in ({"artifact": OTHER_HASH}, {"version": "1.0.1"}, {"system": other}):
        with pytest.raises(WrongState, match="stays what it was registered as"):
            story.edit(version, **changes)
    assert story.edit(version, changes="Said later.").changes == "Said later."


def test_versions_of_what_one_does_not_see_or_what_is_over_are_not_registered(story: Story) -> None:
    system = story.approved()
    with pytest.raises(NotVisible):
        story.version(system, who="stranger")
    with pytest.raises(Forbidden):
        story.org.person("onlooker", "reader")
        story.version(system, who="onlooker")
    retired = story.do(system, "retire", "boss")
    with pytest.raises(WrongState, match="is over"):
        story.version(retired)


def test_one_version_is_current_and_an_earlier_one_can_be_again(story: Story) -> None:
    system = story.approved()
    one, two = story.current(system), story.version(system, "2.0.0", OTHER_HASH)
    two = story.do(two, "make_current", "author")
    assert (story.fresh(one).state, two.state) == ("superseded", "current")
    one = story.do(one, "make_current", "author")
    assert (one.state, story.fresh(two).state) == ("current", "superseded")


def test_a_version_is_current_only_of_a_system_that_is_approved(story: Story) -> None:
    version = story.version(story.tested())
    with pytest.raises(Unmet, match="has to be approved first"):
        story.do(version, "make_current", "author")


@pytest.mark.requirement("EUA-43")
def test_a_substantial_modification_of_a_high_risk_system_needs_a_new_assessment(story: Story) -> None:
    system = story.approved(HIGH, **measures(story.org["compliance"].pk))
    version = story.version(system, modification="substantial")
    with pytest.raises(Unmet, match=r"Art\. 43\(4\)"):
        story.do(version, "make_current", "author")
    system = story.do(system, "reassess", "author")
    system = story.do(system, "approve", "boss", review_on=REVIEW)
    assert story.do(version, "make_current", "author").state == "current"


@pytest.mark.requirement("EUA-43")
def test_a_change_determined_in_advance_stands_in_the_technical_file(story: Story) -> None:
    system = story.approved(HIGH, **measures(story.org["compliance"].pk))
    version = story.version(system, modification="foreseen")
    with pytest.raises(Unmet, match="determined in advance"):
        story.do(version, "make_current", "author")
    story.edit(system, foreseen_changes="Monthly retraining with the same features and the same tests.")
    assert story.do(version, "make_current", "author").state == "current"


@pytest.mark.requirement("EUA-20")
def test_a_version_that_does_not_conform_is_withdrawn_by_signature_with_who_was_told(story: Story) -> None:
    version = story.current(story.approved())
    with pytest.raises(Forbidden):
        story.do(version, "withdraw", "author", measure="recall")
    with pytest.raises(Invalid):
        story.do(version, "withdraw", "compliance", measure="")
    version = story.do(version, "withdraw", "compliance", measure="recall")
    told = [{"party": "All deployers", "on": "2026-01-06", "how": "mail"}]
    version = story.do(version, "inform", "compliance", informed=told)
    assert version.state == "withdrawn" and version.informed[0]["party"] == "All deployers"
    assert [valid for _row, valid in signatures_of(story.fresh(version))] == [True], (
        "telling more people changes nothing"
    )


def test_what_runs_is_not_retired_and_what_something_rests_on_is_not_voided(story: Story) -> None:
    version = story.version(story.approved())
    story.let_pass(version)
    deployment = story.live(version)
    with pytest.raises(Unmet, match=deployment.number):
        story.do(version, "retire", "author")
    with pytest.raises(Unmet, match="retire or withdraw"):
        story.do(version, "void", "author")
    story.do(deployment, "end", "author")
    assert story.do(version, "retire", "author").state == "retired"


def test_a_version_with_a_card_is_not_voided(story: Story) -> None:
    version = story.version(story.approved())
    registry["model-cards"].create(actor=story.org["author"], at=story.clock(), title="Card", version=version)
    assert ModelCard.objects.get().version == version
    with pytest.raises(Unmet, match="model card"):
        story.do(version, "void", "author")


def test_a_version_registered_by_mistake_is_voided_and_registered_anew(story: Story) -> None:
    system = story.approved()
    wrong = story.do(story.version(system), "void", "author")
    right = story.version(system, "1.0.0", OTHER_HASH)
    assert (wrong.state, right.number) == ("void", f"{system.number}-V02")


def test_two_pipelines_at_once_register_one_version(own_database: str) -> None:
    """On both databases: the one that comes second gets the version of the first, or the sentence about its hash."""
    clock = Clock(START)
    story = Story(company(clock), clock)
    system, made, refused = story.approved(), list[Any](), list[str]()
    at, start = clock(), threading.Barrier(4)

    def register(artifact: str) -> None:
        start.wait()
        try:
            made.append(
                register_version(
                    system, version="9.9.9", artifact=artifact, actor=story.org["author"], at=at, source="test"
                ).pk
            )
        except Invalid as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(h,)) for h in (HASH, HASH, OTHER_HASH, OTHER_HASH)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SystemVersion.objects.filter(version="9.9.9").count() == 1
    assert len(set(made)) == 1 and len(made) == len(refused) == 2
    assert all(HASH in said and OTHER_HASH in said for said in refused)
