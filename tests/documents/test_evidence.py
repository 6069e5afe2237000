"""Evidence is asked for, delivered, accepted by somebody else, and runs out."""

import datetime
import re
from typing import Any

import pytest
from django.utils import timezone

from documents.evidence_panels import standing
from qms.attachments.models import Attachment
from qms.attachments.store import path_of
from qms.jobs.sweep import tick
from qms.lib.errors import Forbidden, Invalid, ProofRefused, Unmet, WrongState
from qms.notices.mails import deliver
from qms.notices.models import Notice
from qms.notices.reminders import remind
from qms.records.models import LedgerRow
from qms.registers import registry
from qms.registers.signing import signatures_of
from qms.signatures.proof import PasswordProof
from tests.conformance.world import World, nothing_changes
from tests.factories.evidence_items import EvidenceRecipe
from tests.factories.people import PASSWORD

DAY = datetime.date


def edited(recipe: EvidenceRecipe, record: Any, **values: Any) -> Any:
    return recipe.register.edit(
        record,
        rev=record.rev,
        actor=recipe.org["approver"],
        at=recipe.clock(),
        reason="It is said better now.",
        **values,
    )


def attached(recipe: EvidenceRecipe, record: Any, name: str, data: bytes, who: str = "author") -> Any:
    return recipe.register.attach(
        record, name=name, data=data, rev=record.rev, actor=recipe.org[who], at=recipe.clock()
    )


# Bad input


def test_a_period_that_ends_before_it_begins_is_refused(recipe: EvidenceRecipe) -> None:
    record = recipe.make()
    with nothing_changes(), pytest.raises(Invalid, match="period that it covers ends before it begins"):
        edited(recipe, record, period_from=DAY(2026, 2, 1), period_to=DAY(2026, 1, 31))


def test_a_validity_that_ends_before_it_begins_is_refused(recipe: EvidenceRecipe) -> None:
    record = recipe.make()
    with nothing_changes(), pytest.raises(Invalid, match="validity ends before it begins"):
        edited(recipe, record, valid_from=DAY(2026, 2, 1), valid_until=DAY(2026, 1, 31))
    with nothing_changes(), pytest.raises(Invalid, match="validity ends before it begins"):
        recipe.perform(record, "deliver", valid_from=DAY(2026, 5, 1))


def test_an_unknown_clause_is_refused(recipe: EvidenceRecipe) -> None:
    with nothing_changes(), pytest.raises(Invalid, match="is no clause of a loaded standard"):
        recipe.make(clauses=["iso9001-2015:99.9"])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("/nowhere/?phase=all", "no list “nowhere”"),
        ("/qualifications/?phase=all", "no list “qualifications”"),  # what is said about people is no evidence
        ("/actions/?colour=red", "“colour” is no parameter"),
        ("/actions/?state=burnt", "“burnt” is no value"),
        ("/actions/?owner=me", "name the person"),
        ("https://elsewhere.example.org/", "no list “”"),
    ],
)
def test_a_live_query_that_no_list_answers_is_refused(recipe: EvidenceRecipe, query: str, said: str) -> None:
    with nothing_changes(), pytest.raises(Invalid) as caught:
        recipe.make(query=query)
    assert said in caught.value.fields["query"][0]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/a", "no address"])
def test_a_link_is_a_web_address(recipe: EvidenceRecipe, link: str) -> None:
    with nothing_changes(), pytest.raises(Invalid) as caught:
        recipe.make(link=link)
    assert "link" in caught.value.fields


def test_words_alone_are_not_delivered(recipe: EvidenceRecipe) -> None:
    record = recipe.make()
    with nothing_changes(), pytest.raises(Unmet, match="nothing to see yet"):
        recipe.perform(record, "deliver", link="")


@pytest.mark.requirement("P11-10g-2")
def test_nobody_accepts_what_he_delivered_or_was_asked_for(recipe: EvidenceRecipe) -> None:
    record = recipe.make()
    delivered = recipe.perform(record, "deliver", actor=recipe.org["officer"])
    with nothing_changes(), pytest.raises(Forbidden):
        recipe.perform(delivered, "accept")  # the officer brought it
    mine = recipe.make(owner=recipe.org["officer"])
    delivered = recipe.perform(mine, "deliver", actor=recipe.org["approver"])
    with nothing_changes(), pytest.raises(Forbidden):
        recipe.perform(delivered, "accept")  # the officer was asked for it
    with nothing_changes(), pytest.raises(Forbidden):
        proof = PasswordProof(PASSWORD, "approver")
        recipe.perform(delivered, "accept", actor=recipe.org["approver"], proof=proof)


@pytest.mark.requirement("P11-10g-2")
def test_whoever_adds_a_file_to_what_was_delivered_does_not_accept_it_either(recipe: EvidenceRecipe) -> None:
    record = recipe.perform(recipe.make(), "deliver")
    after = attached(recipe, record, "more.txt", b"more", who="officer")
    assert (after.version, len(after.versions), "more.txt" in after.versions[-1]["files"]) == (2, 2, True)
    with nothing_changes(), pytest.raises(Forbidden):
        recipe.perform(after, "accept")


def test_a_file_that_is_missing_or_changed_on_the_disk_is_not_accepted(recipe: EvidenceRecipe, world: World) -> None:
    record = recipe.perform(attached(recipe, recipe.make(), "run.txt", b"all 412 tests passed"), "deliver")
    blob = path_of(Attachment.objects.get(entry=record.pk).blob.sha256)
    kept = blob.read_bytes()
    blob.chmod(0o640)
    blob.write_bytes(b"all 413 tests passed")
    with nothing_changes(), pytest.raises(Unmet, match="“run.txt” is not what was delivered"):
        recipe.perform(record, "accept")
    blob.unlink()
    with nothing_changes(), pytest.raises(Unmet, match="“run.txt” is missing on the disk"):
        recipe.perform(record, "accept")
    page = world.client("officer").get(f"/evidence-items/{record.number}/")
    assert page.status_code == 200 and "“run.txt” is missing on the disk" in page.content.decode()
    blob.write_bytes(kept)
    assert recipe.perform(record, "accept").state == "accepted"


def test_a_person_without_an_address_is_asked_all_the_same(recipe: EvidenceRecipe, mailoutbox: Any) -> None:
    author = recipe.org["author"]
    type(author).objects.filter(pk=author.pk).update(email="")
    record = recipe.make()
    notice = Notice.objects.get(entry=record.pk, user=author)
    assert "is yours now" in notice.text and record.number in notice.text
    deliver(at=recipe.clock(minutes=30))
    assert author.username not in "".join(str(m.to) for m in mailoutbox)


# The life


def test_the_person_asked_is_told_and_reminded(recipe: EvidenceRecipe) -> None:
    record = recipe.make()
    remind(at=datetime.datetime(2026, 2, 9, 12, 0, tzinfo=datetime.UTC))
    told = Notice.objects.filter(entry=record.pk, user=recipe.org["author"])
    assert told.count() == 2 and told.filter(on=DAY(2026, 2, 10), rule__endswith="-1").exists()
    recipe.perform(record, "deliver")
    remind(at=datetime.datetime(2026, 2, 10, 12, 0, tzinfo=datetime.UTC))
    assert told.filter(on=DAY(2026, 2, 10)).count() == 1, "nobody is reminded of what is delivered"


@pytest.mark.requirement("DI-O")
def test_every_delivery_is_a_version_with_its_hash_and_earlier_files_stay(recipe: EvidenceRecipe, world: World) -> None:
    record = recipe.perform(attached(recipe, recipe.make(), "first.txt", b"first"), "deliver")
    record = recipe.perform(record, "return", reason="The wrong month was sent.")
    held = Attachment.objects.get(entry=record.pk)
    author, clock = recipe.org["author"], recipe.clock
    record = recipe.register.detach(
        record, attachment=held.pk, rev=record.rev, actor=author, at=clock(), reason="This was the wrong month."
    )
    record = recipe.perform(attached(recipe, record, "second.txt", b"second"), "deliver")
    first, second = record.versions
    assert "first.txt" in first["files"] and "second.txt" in second["files"] and "first.txt" not in second["files"]
    assert len(first["sha256"]) == 64 and first["sha256"] != second["sha256"]
    page = world.client("author").get(f"/evidence-items/{record.number}/").content.decode()
    assert f"/files/{held.pk}/" in page and first["sha256"][:12] in page
    assert b"".join(world.client("author").get(f"/files/{held.pk}/").streaming_content) == b"first"


def test_acceptance_is_signed_for_one_version_and_a_later_one_changes_nothing_in_it(recipe: EvidenceRecipe) -> None:
    record = recipe.perform(recipe.make(), "deliver")
    with pytest.raises(ProofRefused):
        recipe.perform(record, "accept", proof=None)
    record = recipe.perform(record, "accept")
    [(signature, valid)] = signatures_of(recipe.fresh(record))
    assert valid and signature.meaning == "verification" and signature.context == {"version": 1}
    record = recipe.perform(record, "renew")
    record = recipe.perform(record, "deliver", link="https://ci.example.org/runs/8")
    assert signatures_of(recipe.fresh(record))[0][1], "what was accepted then is still what was signed"
    record = recipe.perform(record, "accept")
    assert [valid for _row, valid in signatures_of(recipe.fresh(record))] == [True, True]


def test_what_is_accepted_is_not_edited(recipe: EvidenceRecipe) -> None:
    record = recipe.in_state("accepted")
    with nothing_changes(), pytest.raises(WrongState, match="part of the version"):
        edited(recipe, record, shows="Something else")
    with nothing_changes(), pytest.raises(WrongState, match="Ask for it anew"):
        attached(recipe, record, "late.txt", b"late")
    process = registry["processes"].create(
        actor=recipe.org["approver"], at=recipe.clock(), title="Release", purpose="p", owner=recipe.org["approver"]
    )
    linked = recipe.register.link(
        record, kind="evidences", target=process.number, rev=record.rev, actor=recipe.org["approver"], at=recipe.clock()
    )
    assert linked.state == "accepted", "it may speak for more records later"


@pytest.mark.requirement("DI-A")
def test_the_clock_lets_it_run_out_once_and_it_can_be_asked_for_anew(recipe: EvidenceRecipe) -> None:
    record = recipe.in_state("accepted")
    last = datetime.datetime(2026, 3, 31, 21, 0, tzinfo=datetime.UTC)  # still the last day
    assert tick(at=last).done["evidence"] == 0 and recipe.fresh(record).counts_on(DAY(2026, 3, 31))
    after = last + datetime.timedelta(hours=3)
    assert [tick(at=after).done["evidence"] for _ in range(2)] == [1, 0]
    record = recipe.fresh(record)
    row = LedgerRow.objects.filter(entry=record.pk).latest("pk")
    assert (record.state, row.action, row.actor.username, row.source) == (
        "expired", "evidence-items.expire", "system", "job:evidence",
    )  # fmt: skip
    assert not record.counts_on(DAY(2026, 3, 31))
    recipe.clock.last = after
    again = recipe.perform(record, "renew")
    assert (again.state, again.valid_until, again.version) == ("requested", None, 1)


def test_a_live_query_is_counted_now_and_frozen_at_acceptance(recipe: EvidenceRecipe, world: World) -> None:
    def action(title: str) -> Any:
        return registry["actions"].create(
            actor=recipe.org["author"], at=recipe.clock(), title=title, kind="corrective", owner=recipe.org["author"],
            due_on=DAY(2026, 8, 1),
        )  # fmt: skip

    one = action("First")
    said = {"link": "", "valid_until": None, "query": "/actions/?phase=all&kind=corrective"}
    record = recipe.perform(recipe.make(), "deliver", **said)
    assert record.query == "/actions/?kind=corrective&phase=all"
    shown = world.client("officer").get(f"/evidence-items/{record.number}/do/accept/").content.decode()
    assert re.search(r"Records counted at acceptance</dt><dd[^>]*>1<", shown)
    assert 'href="/actions/?kind=corrective&amp;phase=all" target="_blank"' in shown
    offered = world.client("officer").get(f"/api/v1/evidence-items/{record.number}/transitions/accept/").json()
    assert offered["content"]["fields"]["counted"] == 1
    action("Second")
    with pytest.raises(ProofRefused, match="is not what would be signed now"):
        recipe.perform(record, "accept", proof=PasswordProof(PASSWORD, "officer", challenge=offered["challenge"]))
    record = recipe.perform(record, "accept")
    frozen = (record.counted, record.counted_sha256)
    assert frozen[0] == 2 and len(frozen[1]) == 64
    action("Third")
    page = world.client("officer").get(f"/evidence-items/{record.number}/").content.decode()
    assert (
        "3 records now" in page
        and "2 at acceptance" in page
        and 'href="/actions/?kind=corrective&amp;phase=all"' in page
    )
    told = world.client("officer").get(f"/api/v1/evidence-items/{record.number}/").json()
    assert (told["counted"], told["counted_sha256"]) == frozen
    registry["actions"].edit(
        one, rev=one.rev, actor=recipe.org["author"], at=recipe.clock(), reason="Said better now.", title="Changed"
    )
    record = recipe.perform(recipe.fresh(record), "renew")
    record = recipe.perform(record, "deliver", link="", query=record.query)
    assert recipe.perform(record, "accept").counted_sha256 != frozen[1]


# Pages


def test_the_page_says_how_it_stands_and_what_is_stale_stands_out(recipe: EvidenceRecipe) -> None:
    today, record = DAY(2026, 3, 10), recipe.in_state("accepted")
    assert standing(record, today).kind == "warn" and "21 days left" in standing(record, today).words
    assert standing(record, DAY(2026, 2, 1)).kind == "good"
    assert (
        standing(record, DAY(2026, 4, 1)).kind == "bad" and "counts no more" in standing(record, DAY(2026, 4, 1)).words
    )
    record.valid_until = None
    assert standing(record, today).words == "Counts as evidence, without an end"


def test_what_i_am_asked_for_stands_on_a_page_of_its_own(recipe: EvidenceRecipe, world: World) -> None:
    late, mine = recipe.make(title="Nearest", due_on=DAY(2026, 1, 6)), recipe.make(title="Later")
    sent = recipe.perform(recipe.make(title="Sent"), "deliver")
    recipe.make(title="Somebody else's", owner=recipe.org["officer"])
    page = world.client("author").get("/evidence-items/asked/").content.decode()
    assert page.index(late.number) < page.index(mine.number) < page.index(sent.number)
    assert "Somebody else" not in page
    assert "Nothing is asked of you" in world.client("approver").get("/evidence-items/asked/").content.decode()


def test_a_gap_leads_to_a_request_with_the_clause_filled_in(recipe: EvidenceRecipe, world: World) -> None:
    clause = world.boss.get("/standards/iso9001-2015/7.2/").content.decode()
    address = "/evidence-items/new/?clauses=iso9001-2015%3A7.2"
    assert f'href="{address}&amp;title=Evidence%20for%20ISO%209001' in clause
    form = world.boss.get(address).content.decode()
    assert 'value="iso9001-2015:7.2" checked' in " ".join(form.split())
    sent = {
        "title": "Certificates",
        "shows": "",
        "clauses": "iso9001-2015:7.2",
        "owner": "author",
        "due_on": "2027-01-31",
    }
    answer = world.boss.post(address, sent)
    assert answer.status_code == 302
    made = recipe.register.model.objects.latest("pk")
    assert (made.clauses, made.owner.username) == (["iso9001-2015:7.2"], "author")
    assert made.requested_by.username == "approver" and made.created_at <= timezone.now()


@pytest.mark.parametrize("given", ["state=accepted", "version=7", "accepted_by=author", "nonsense=1"])
def test_an_address_fills_in_nothing_but_editable_fields(world: World, given: str) -> None:
    assert world.boss.get(f"/evidence-items/new/?{given}").status_code == 400


def test_the_file_is_delivered_from_the_page_that_asks_for_it(recipe: EvidenceRecipe) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    asked = recipe.register.create(
        actor=recipe.org["officer"], at=recipe.clock(), title="Test report", owner=recipe.org["author"]
    )
    browser = Client()
    browser.force_login(recipe.org["author"])
    address = f"/evidence-items/{asked.number}/do/deliver/"
    assert 'type="file"' in browser.get(address).content.decode()
    said = {"rev": asked.rev, "shows": "All tests passed.", "source_kind": "person"}
    bad = browser.post(address, {**said, "new_file": SimpleUploadedFile("run.exe", b"MZ")})
    assert bad.status_code in (415, 422) and "run.exe" in bad.content.decode() or "exe" in bad.content.decode()
    assert type(asked).objects.get(pk=asked.pk).rev == asked.rev
    ended = {**said, "valid_from": "2026-05-01", "valid_until": "2026-04-30"}
    bad = browser.post(address, {**ended, "new_file": SimpleUploadedFile("report.txt", b"412 passed")})
    assert bad.context["form"].errors == {"valid_until": ["Its validity ends before it begins."]}
    assert "Choose the file again." in bad.content.decode()
    assert "Choose the file again." not in browser.post(address, ended).content.decode()
    sent = browser.post(address, {**said, "new_file": SimpleUploadedFile("report.txt", b"412 passed")})
    assert sent.status_code == 302
    made = type(asked).objects.select_related("entry").get(pk=asked.pk)
    assert (made.state, made.version) == ("delivered", 1) and made.versions[0]["files"].startswith("report.txt")
    again = {**said, "rev": made.rev, "new_file": SimpleUploadedFile("more.txt", b"413 passed")}
    assert browser.post(address, again).status_code == 302
    made = type(asked).objects.get(pk=asked.pk)
    assert made.version == 2 and made.versions[1]["files"].count("SHA-256") == 2
