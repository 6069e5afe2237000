"""EUA-18: ten years from the day a system was placed on the market: shown, said where something ends, files stay."""

import datetime
import re

import pytest
from django.test import Client

from qms.lib.errors import Invalid, WrongState
from qms.registers import registry
from qms.registers.retention import retention_of
from tests.modelcards.systems.made import Story

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("EUA-18")]
PLACED, UNTIL = datetime.date(2025, 3, 1), datetime.date(2035, 3, 1)


def client_of(story: Story, who: str = "compliance") -> Client:
    client = Client()
    client.force_login(story.org[who])
    return client


def read(client: Client, address: str) -> str:
    """A page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", client.get(address).content.decode()))


def test_the_system_says_what_is_kept_until_when(story: Story) -> None:
    system = story.approved(placed_on=PLACED)
    version = story.version(system)
    page = read(client_of(story), f"/systems/{system.number}/")
    assert "Placed on the market 1 Mar 2025: kept until 1 Mar 2035." in page and version.number in page
    other = story.approved(title="New")
    assert "kept until" not in read(client_of(story), f"/systems/{other.number}/")


def test_one_page_lists_all_systems_and_the_last_day_of_the_quality_documents(story: Story) -> None:
    first, last = story.approved(placed_on=PLACED), story.approved(placed_on=datetime.date(2025, 12, 24), title="Later")
    page = read(client_of(story), "/systems/kept/")
    assert first.number in page and "1 Mar 2035" in page
    assert f"until 24 Dec 2035 ({last.number})" in page
    without = story.approved(title="Not sold")
    assert "Without a day" not in page and f"{without.number} Not sold" in read(client_of(story), "/systems/kept/")
    assert first.number not in client_of(story, "stranger").get("/systems/kept/").content.decode()


def test_records_of_the_file_follow_their_system_documents_follow_the_last_of_all(story: Story) -> None:
    system = story.approved(placed_on=PLACED)
    version = story.version(system)
    found = retention_of("system-versions", version)
    assert found and found.until == UNTIL and system.number in found.sentence and "Art. 18" in found.sentence
    later = story.approved(placed_on=datetime.date(2025, 12, 24), title="Later")
    of_documents = retention_of("documents", object())
    assert of_documents and of_documents.until == datetime.date(2035, 12, 24) and later.number in of_documents.sentence
    assert retention_of("audits", object()) is None


def test_without_a_day_nothing_is_said(story: Story) -> None:
    assert retention_of("system-versions", story.version(story.approved())) is None
    assert retention_of("documents", object()) is None


def test_whoever_ends_such_a_record_reads_until_when_it_is_kept(story: Story) -> None:
    version = story.version(story.approved(placed_on=PLACED))
    page = client_of(story).get(f"/system-versions/{version.number}/do/retire/").content.decode()
    assert "The law has this kept until 1 Mar 2035" in page
    page = client_of(story).get(f"/system-versions/{version.number}/do/make_current/").content.decode()
    assert "The law has this kept" not in page


def test_its_files_are_not_taken_off(story: Story) -> None:
    system = story.approved(placed_on=PLACED)
    register = registry["systems"]
    given = {"actor": story.org["author"], "at": story.clock()}
    system = register.attach(story.fresh(system), name="assessment.txt", data=b"seen", rev=None, **given)
    held = system.entry.attached["files"][0]["id"]
    with pytest.raises(WrongState, match="kept until 1 Mar 2035.*Add the newer file beside it"):
        register.detach(system, attachment=held, rev=None, reason="It is the wrong one.", **given)


def test_the_day_is_corrected_with_a_reason_but_not_taken_away(story: Story) -> None:
    system = story.approved(placed_on=PLACED)
    with pytest.raises(Invalid, match="ten years"):
        story.edit(system, placed_on=None)
    assert story.edit(system, placed_on=datetime.date(2025, 4, 1)).kept_until == datetime.date(2035, 4, 1)
