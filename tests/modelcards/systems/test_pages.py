"""The pages about systems as people meet them: the questions, the overview, the technical file, the home tile."""

import datetime
import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from modelcards.aiact.annex_iv import HEADINGS, POINTS
from modelcards.models import ModelCard
from qms.registers import registry
from tests.factories.people import Clock
from tests.modelcards.systems.made import HIGH, MINIMAL, NO, OTHER_HASH, Story, answered, measures

pytestmark = pytest.mark.usefixtures("db")
Browse = Callable[[str], Client]
EMPTY = "Nothing is recorded under this heading."


@pytest.fixture(autouse=True)
def an_hour_later(clock: Clock) -> Iterator[None]:
    """The pages read the server's clock, which may not lie before the last change."""
    with time_machine.travel(clock.last + datetime.timedelta(hours=1), tick=True):
        yield


@pytest.fixture
def as_(story: Story) -> Browse:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(story.org[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def text_of(answer: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def posted(rows: list[dict[str, Any]], rev: int, **more: str) -> dict[str, Any]:
    """Answers as a form sends them."""
    sent: dict[str, Any] = {"rev": rev, **more}
    for row in rows:
        sent[row["question"]] = row["answer"]
        sent[f"{row['question']}-reason"] = row["reason"]
    return sent


# The questions


def test_answering_without_script_classifies_the_system(story: Story, as_: Browse) -> None:
    system, author = story.proposed([]), as_("author")
    here = f"/systems/{system.number}/classification/"
    page = author.get(here).content.decode()
    assert page.count("<fieldset") == 10 and "onclick" not in page
    assert "6 questions are open" in text_of(author.get(here))
    answer = author.post(here, posted(HIGH, system.rev))
    assert answer.status_code == 302 and answer["Location"] == here
    said = text_of(author.get(here))
    assert "High-risk rules apply from 2 Dec 2027" in said and "Conformity: Internal control" in said
    assert registry["systems"].get(system.number, story.org["author"]).risk_class == "high"
    assert 'value="iii-4a"' in re.findall(r'<input[^>]*value="iii-4a"[^>]*>', author.get(here).content.decode())[0]


def test_a_reason_without_an_answer_is_not_lost(story: Story, as_: Browse) -> None:
    system, author = story.proposed([]), as_("author")
    here = f"/systems/{system.number}/classification/"
    sent = posted(NO[:2], system.rev) | {"gpai-reason": "We only use the model of somebody else."}
    answer = author.post(here, sent)
    assert answer.status_code == 422 and "Tick the answer that this reason belongs to" in text_of(answer)
    assert "We only use the model of somebody else." in answer.content.decode()
    assert story.fresh(system).answers == []


def test_none_and_something_else_is_said_beside_its_question(story: Story, as_: Browse) -> None:
    system, author = story.proposed([]), as_("author")
    here = f"/systems/{system.number}/classification/"
    answer = author.post(here, {"rev": system.rev, "annex_iii": ["none", "iii-4a"]})
    assert answer.status_code == 422 and "answered by “none” and by something else" in text_of(answer)
    answer = author.post(here, {"rev": system.rev, "annex_iii": ["iii-99"]})
    assert answer.status_code == 422 and "iii-99 is not one of the available choices" in text_of(answer)


def test_a_change_of_somebody_else_is_not_overwritten_unseen(story: Story, as_: Browse) -> None:
    system, author = story.proposed([]), as_("author")
    here = f"/systems/{system.number}/classification/"
    story.edit(system, "compliance", answers=MINIMAL)
    answer = author.post(here, posted(HIGH, system.rev))
    assert answer.status_code == 412 and "was changed meanwhile" in text_of(answer)
    assert "Minimal" in text_of(answer), "what is there now stands beside"
    assert story.fresh(system).risk_class == "minimal"
    rev = re.search(r'name="rev" value="(\d+)"', answer.content.decode())
    assert rev and author.post(here, posted(HIGH, int(rev.group(1)))).status_code == 302


def test_an_approved_classification_is_read_and_not_asked(story: Story, as_: Browse) -> None:
    system, author = story.approved(HIGH, **measures(story.org["compliance"].pk)), as_("author")
    here = f"/systems/{system.number}/classification/"
    page = author.get(here)
    assert "<fieldset" not in page.content.decode() and "Start a reassessment to change it" in text_of(page)
    assert "Annex III 4(a), Employment: Recruits or selects people" in text_of(page)
    assert author.post(here, posted(MINIMAL, system.rev)).status_code in (409, 422)
    system = story.do(system, "reassess", "author")
    assert author.post(here, posted(MINIMAL, system.rev)).status_code == 422, "outside the draft phase it asks why"
    assert author.post(here, posted(MINIMAL, system.rev, reason="It sorts parts now.")).status_code == 302


def test_a_reader_reads_the_answers_and_a_stranger_nothing(story: Story, as_: Browse) -> None:
    story.org.person("onlooker", "reader")
    here = f"/systems/{story.proposed(HIGH).number}/"
    assert "<fieldset" not in as_("onlooker").get(f"{here}classification/").content.decode()
    assert as_("onlooker").post(f"{here}classification/", posted(NO, 1)).status_code == 403
    for part in ("classification/", "technical-file/", "technical-file/?format=pdf", "version/"):
        assert as_("stranger").get(here + part).status_code == 404, part


def test_answers_are_sent_by_api_and_read_with_what_follows(story: Story, as_: Browse) -> None:
    system, author = story.proposed([]), as_("author")
    url = f"/api/v1/systems/{system.number}/"
    told = author.get(f"{url}classification/").json()
    assert [q["key"] for q in told["questions"] if q["asked"]] == [row["question"] for row in NO]
    sent = author.patch(url, {"answers": HIGH}, "application/json", headers={"If-Match": f'"{system.rev}"'})
    assert sent.status_code == 200 and sent.json()["risk_class"] == "high"
    found = sent.json()["classification"]
    assert (found["applies_from"], found["conformity"][0]["route"]) == ("2027-12-02", "internal")
    assert found["because"][0]["ref"] == "Annex III 4(a)" and found["missing"] == []
    wrong = author.patch(
        url, {"answers": [{"question": "annex_iii", "answer": ["iii-9a"]}]}, "application/json",
        headers={"If-Match": f'"{system.rev + 1}"'},
    )  # fmt: skip
    assert (
        wrong.status_code == 422 and "“iii-9a” is no answer to “annex_iii”. There are: none" in wrong.content.decode()
    )
    refused = author.patch(
        url, {"risk_class": "minimal"}, "application/json", headers={"If-Match": f'"{system.rev + 1}"'}
    )
    assert refused.status_code == 400, "the class follows from the answers"


def test_a_pipeline_registers_a_version_by_api(story: Story, as_: Browse) -> None:
    system, author = story.approved(), as_("author")
    url, body = f"/api/v1/systems/{system.number}/versions/", {"version": "2.0.0", "artifact": f"sha256:{OTHER_HASH}"}
    first = author.post(url, body, "application/json")
    again = author.post(url, body, "application/json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"] == f"{system.number}-V01"
    other = author.post(url, {**body, "artifact": "c" * 64}, "application/json")
    assert other.status_code == 422 and OTHER_HASH in other.content.decode() and "c" * 64 in other.content.decode()
    assert author.post(url, {**body, "hash": "x"}, "application/json").status_code == 400
    assert as_("stranger").post(url, body, "application/json").status_code == 404


# The overview


def test_the_overview_says_how_each_system_stands(story: Story, as_: Browse) -> None:
    system = story.approved(title="Applicant ranking")
    version = story.current(system)
    story.let_pass(version)
    deployment = story.live(version, share=40)
    registry["monitors"].create(
        actor=story.org["author"], at=story.clock(), title="Recall", version=version, metric="recall", kind="imr"
    )
    nc = registry["nonconformities"].create(
        actor=story.org["author"], at=story.clock(), title="Drift", links=[("concerns", deployment.entry)]
    )
    story.version(system, "1.1.0", OTHER_HASH)
    story.proposed(title="Retired soon")
    page = as_("author").get("/systems/overview/")
    said = text_of(page)
    row = said[said.index("Applicant ranking") :]
    for word in ("Minimal", "Approved", "1.0.0", "Production 40 %", "signed", "1 monitor", nc.number, "1 Jun 2027"):
        assert word in row, word
    assert "1.1.0" not in said, "what is only registered is not in use"
    story.do(nc, "void", "approver")
    assert nc.number not in text_of(as_("author").get("/systems/overview/"))


def test_the_overview_counts_only_what_its_reader_may_see(story: Story, as_: Browse) -> None:
    system = story.approved()
    secret = registry["nonconformities"].create(
        actor=story.org["author"],
        at=story.clock(),
        title="Secret",
        audience="named",
        links=[("concerns", system.entry)],
    )
    assert secret.number in text_of(as_("author").get("/systems/overview/"))
    assert secret.number not in text_of(as_("compliance").get("/systems/overview/"))
    assert system.number not in text_of(as_("stranger").get("/systems/overview/"))


def test_the_overview_is_narrowed_by_unit_and_by_what_is_lacking(story: Story, as_: Browse) -> None:
    story.org.person("chief", "quality_manager", unit="HQ", home="HQ")
    north, chief = story.approved(title="In the north"), as_("chief")
    story.current(north)
    registry["systems"].create(
        actor=story.org["chief"], at=story.clock(), title="In the south", unit=story.org.units["SOUTH"]
    )
    assert "In the south" in text_of(chief.get("/systems/overview/"))
    only = text_of(chief.get("/systems/overview/?unit=NORTH"))
    assert "In the north" in only and "In the south" not in only
    unsigned = text_of(chief.get("/systems/overview/?only=unsigned"))
    assert "In the north" in unsigned and "In the south" not in unsigned
    for wrong in ("unit=NOWHERE", "only=everything", "after=x", "nonsense=1"):
        assert chief.get(f"/systems/overview/?{wrong}").status_code == 400, wrong


def test_the_overview_asks_as_often_for_many_systems_and_shows_no_more_than_a_page(
    story: Story, as_: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one() -> None:
        version = story.current(story.approved())
        story.let_pass(version)
        deployment = story.live(version)
        registry["nonconformities"].create(
            actor=story.org["author"], at=story.clock(), title="Drift", links=[("concerns", deployment.entry)]
        )

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/systems/overview/").status_code == 200
        return len(queries)

    client = as_("author")
    one()
    cost()
    before = cost()
    for _ in range(3):
        one()
    assert cost() <= before <= 30
    monkeypatch.setattr("modelcards.pages.overview.SIZE", 3)
    first = client.get("/systems/overview/").content.decode()
    assert first.count('<td class="title">') == 3
    following = re.search(r'href="(\?after=\d+)"', first)
    assert (
        following
        and client.get(f"/systems/overview/{following.group(1)}").content.decode().count('<td class="title">') == 1
    )


def test_the_home_page_counts_the_models_that_nobody_answers_for(story: Story, as_: Browse) -> None:
    author = as_("author")
    assert "Models without a valid signature no data" in text_of(author.get("/"))
    version = story.version(story.approved())
    assert "Models without a valid signature 0 of 1 systems" in text_of(author.get("/"))
    story.do(version, "make_current", "author")
    assert "Models without a valid signature 1 of 1 systems" in text_of(author.get("/"))
    rows = author.get("/systems/overview/?only=unsigned").content.decode().count('<td class="title">')
    assert rows == 1, "the tile leads to what it counts"


def test_a_signed_card_counts_until_it_is_stale(story: Story, as_: Browse) -> None:
    system, author = story.approved(), as_("author")
    version = story.current(system)
    story.let_pass(version)
    card = ModelCard.objects.get()
    said = text_of(author.get("/systems/overview/"))
    assert "1.0.0 current signed" in said and "Stale" not in said
    assert "Models without a valid signature 0 of 1" in text_of(author.get("/"))
    assert text_of(author.get("/systems/overview/?only=unsigned")).count(system.number) == 0
    past = datetime.date(2025, 12, 31)
    models.QuerySet.update(ModelCard.objects.filter(pk=card.pk), review_on=past, valid_until=past)
    story.version(system, "1.1.0", OTHER_HASH)
    said = text_of(author.get("/systems/overview/"))
    for why in ("approved only until 2025-12-31", "review was due 2025-12-31", "a newer version is registered"):
        assert why in said, why


# The technical file


def pdf_text(answer: Any) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


@pytest.mark.requirement("EUA-11")
def test_the_technical_file_has_nine_points_and_shows_what_is_empty(story: Story, as_: Browse) -> None:
    assert [p.number for p in POINTS] == list(range(1, 10)) and len(HEADINGS) == 23
    system = story.proposed(HIGH)
    author, here = as_("author"), f"/systems/{system.number}/technical-file/"
    page = text_of(author.get(here))
    for heading in HEADINGS:
        assert str(heading.title) in page
    assert page.count(EMPTY) == 22 and "22 of 23 headings are empty" in page and "No version is registered" in page
    paper = pdf_text(author.get(f"{here}?format=pdf"))
    assert paper.count(EMPTY) == 22 and "9. Performance after placing on the market" in paper


@pytest.mark.requirement("EUA-11", "EUA-18", "EUA-72")
def test_the_technical_file_is_one_of_a_version(story: Story, as_: Browse) -> None:
    given = measures(story.org["compliance"].pk)
    system = story.approved(
        HIGH, **given, misuse="Rejecting unread.", foreseen_changes="Monthly retraining.", sme=True,
        standards_applied="prEN 18286", placed_on=datetime.date(2026, 1, 2),
    )  # fmt: skip
    one = story.current(system, "1.0.0", components="Encoder of Quillon.")
    two = story.version(system, "2.0.0", OTHER_HASH, changes="Retrained on 2025.", modification="foreseen")
    registry["system-versions"].attach(
        two, name="EU-declaration.pdf", data=b"%PDF-1.4 declared", rev=None, actor=story.org["author"], at=story.clock()
    )
    author, here = as_("author"), f"/systems/{system.number}/technical-file/"
    first, second = text_of(author.get(here)), text_of(author.get(f"{here}?version=2.0.0"))
    assert one.artifact in first and "Encoder of Quillon." in first and one.artifact not in second
    assert two.artifact in second and "Retrained on 2025." in second and "EU-declaration.pdf" in second
    assert "1.0.0 (Not substantial), 2026-01-05" in second, "the versions before it"
    for said in (
        "Rejecting unread.",
        "Monthly retraining.",
        "prEN 18286",
        given["monitoring_plan"],
        "Decisions, kept 12",
    ):
        assert said in first and said in second, said
    assert "simplified form, Art. 11(1)" in first and "kept until 2 Jan 2036" in first
    paper = pdf_text(author.get(f"{here}?version={two.number}&format=pdf"))
    assert "Simplified (Art. 11(1))" in paper and "Retrained on 2025." in paper and "2 Jan 2036" in paper
    assert author.get(f"{here}?version=9").status_code == 404
    assert author.get(f"{here}?format=docx").status_code == 400


def test_the_print_of_a_system_holds_what_follows_from_its_answers(story: Story, as_: Browse) -> None:
    system = story.proposed(answered(annex_iii="iii-1a", profiling="yes", transparency="50-1"))
    paper = pdf_text(as_("author").get(f"/systems/{system.number}/print/"))
    for said in ("What follows from the classification", "High-risk", "2 Dec 2027", "Annex VII", "Art. 50(1)"):
        assert said in paper, said


def test_versions_and_deployments_are_made_from_the_pages_that_lead_to_them(story: Story, as_: Browse) -> None:
    system, author = story.approved(), as_("author")
    here = f"/systems/{system.number}/version/"
    assert f'value="{system.pk}" selected' in author.get(here).content.decode()
    sent = {"system": system.pk, "version": "3.0.0", "artifact": OTHER_HASH, "modification": "ordinary", "changes": ""}
    made = author.post(here, sent)
    assert made.status_code == 302 and made["Location"] == f"/system-versions/{system.number}-V01/"
    refused = author.post(here, {**sent, "artifact": "c" * 64})
    assert refused.status_code == 422 and OTHER_HASH in text_of(refused)
    plan = f"/system-versions/{system.number}-V01/deployment/"
    version = system.versions.get()
    assert f'value="{version.pk}" selected' in author.get(plan).content.decode()
    done = author.post(plan, {"version": version.pk, "environment": "staging", "share": "100"})
    assert done.status_code == 302 and "/deployments/DEP-" in done["Location"]
    page = text_of(author.get(f"/systems/{system.number}/"))
    assert "3.0.0" in page and "DEP-0001" in page and "No monitor watches it." in page


@pytest.mark.requirement("EUA-11", "EUA-18")
def test_what_the_card_says_stands_under_its_heading_with_who_signed_it(story: Story, as_: Browse) -> None:
    version = story.version(story.approved())
    story.let_pass(version)
    page = text_of(as_("author").get(f"/systems/{version.system.number}/technical-file/"))
    assert "Intended uses · MC-2026-0001 Ranks applications for the recruiters of HQ." in page
    assert "Validator Example" in page and "1 metrics, listed on the card" in page
