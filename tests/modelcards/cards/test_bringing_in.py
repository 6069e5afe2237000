"""A card as a file: from CI, from a page, from the command line."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from modelcards.models import ModelCard, SystemVersion
from modelcards.services.cards import readme
from qms.accounts.tokens import create_token
from qms.attachments.files import files_of
from qms.lib.errors import Invalid, WrongState
from tests.conformance.world import nothing_changes
from tests.modelcards.cards.made import METRIC, README, Cards
from tests.modelcards.systems.made import HASH, OTHER_HASH

SAMPLES = os.environ.get("QMS_SAMPLES")


def files(card: ModelCard) -> list[tuple[str, str]]:
    return [(f.name, f.blob.sha256) for f in files_of(card.pk)]


@pytest.mark.requirement("MC-02", "DI-O")
def test_file_becomes_the_card_of_its_version_and_is_kept_as_it_came(cards: Cards) -> None:
    brought = cards.sent()
    card = brought.card
    assert brought.created and card.version.version == "1.0.0" and card.version.artifact == HASH
    assert {row["id"]: row["text"] for row in card.sections}["primary_uses"].startswith("Ranks applications")
    assert [(m["type"], m["value"], m["unit"]) for m in card.metrics] == [("accuracy", "0.93", "fraction")]
    assert files(card) == [("README.md", hashlib.sha256(README.encode()).hexdigest())]
    assert any("no number of cases" in said for said in brought.warnings)


def test_sending_again_replaces_the_draft_and_the_same_bytes_change_nothing(cards: Cards) -> None:
    first = cards.sent()
    again = cards.sent(system=first.card.system)
    assert not again.created and again.card.rev == first.card.rev
    changed = cards.sent(README.replace("recruiters", "staff"), system=first.card.system).card
    assert "staff of HQ" in str(changed.sections) and len(files(changed)) == 1
    assert ModelCard.objects.count() == 1


def test_same_version_with_another_artifact_is_refused_and_nothing_is_kept(cards: Cards) -> None:
    system = cards.sent().card.system
    with nothing_changes(), pytest.raises(Invalid, match="A version never"):
        cards.sent(system=system, artifact=OTHER_HASH)


def test_card_that_is_signed_is_not_replaced(cards: Cards) -> None:
    card = cards.sent().card
    card = cards.edit(card, "engineer", metrics=[METRIC], validator=cards.org["validator"])
    card = cards.do(card, "submit", "author")
    with nothing_changes(), pytest.raises(WrongState, match="send the card of a new version"):
        cards.sent(system=card.system)


@pytest.mark.parametrize(
    "data", [b"", b"---\nlicense: mit\nlicense: mit\n---\n", b"---\nlicense: [\n", b"\xff\xfeA\x00"]
)
def test_file_that_is_no_card_is_refused_with_its_line_and_nothing_is_kept(cards: Cards, data: bytes) -> None:
    system = cards.approved()
    with nothing_changes(), pytest.raises(Invalid):
        cards.sent(data, system=system)
    assert not SystemVersion.objects.exists()


@pytest.fixture
def ci(cards: Cards) -> Client:
    """A pipeline with the token of the engineer."""
    token, secret = create_token(user=cards.org["engineer"], name="ci", at=timezone.now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(ci: Client, system: str, data: bytes = README.encode(), **changed: str) -> Any:
    asked = {"system": system, "version": "1.0.0", "artifact": HASH, **changed}
    address = "/api/v1/model-cards/import/?" + "&".join(f"{k}={v}" for k, v in asked.items() if v)
    return ci.post(address, data, content_type="text/markdown")


@pytest.mark.requirement("MK-15")
def test_pipeline_sends_the_card_is_told_what_is_missing_and_sends_a_better_one(cards: Cards, ci: Client) -> None:
    system = cards.approved().number
    answer = post(ci, system)
    assert answer.status_code == 201, answer.content
    failed = {g["key"]: g["reason"] for g in answer.json()["gates"] if g["result"] == "failed"}
    assert list(failed) == ["metric:accuracy"] and "no date" in failed["metric:accuracy"]
    number = answer.json()["card"]["number"]
    assert answer["Location"].endswith(f"/api/v1/model-cards/{number}/")
    assert post(ci, system, README.replace("HQ", "the head office").encode()).status_code == 200
    gates = ci.get(f"/api/v1/model-cards/{number}/gates/").json()
    assert not gates["submittable"]
    assert ModelCard.objects.get().entry.ledger.order_by("-pk").first().source.startswith("api:token")


@pytest.mark.parametrize(
    ("changed", "status"),
    [({"system": "AIS-9999"}, 404), ({"version": ""}, 400), ({"artifact": "abc"}, 422), ({"format": "docx"}, 400)],
)
def test_what_a_pipeline_asks_wrongly_is_explained(
    cards: Cards, ci: Client, changed: dict[str, str], status: int
) -> None:
    system = cards.approved().number
    with nothing_changes():
        answer = post(ci, changed.pop("system", system), **changed)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_card_of_six_megabytes_is_too_large(cards: Cards, ci: Client) -> None:
    assert post(ci, cards.approved().number, README.encode() + b"x" * 6_000_000).status_code == 413


@pytest.mark.requirement("MC-02")
def test_export_is_read_by_huggingface_hub_to_equal_metadata(cards: Cards, ci: Client) -> None:
    from huggingface_hub import ModelCard as HubCard

    card = cards.sent().card
    text = ci.get(f"/api/v1/model-cards/{card.number}/README.md").content.decode()
    assert HubCard(text).data.to_dict() == HubCard(README).data.to_dict()
    assert "Ranks applications" in text
    toolkit = json.loads(ci.get(f"/api/v1/model-cards/{card.number}/modelcard.json").content)
    assert toolkit["model_details"]["name"] == "Applicant ranking"


@pytest.mark.skipif(not SAMPLES, reason="QMS_SAMPLES names no folder: real cards could not run")
def test_real_cards_become_records_or_are_refused_with_the_reason(cards: Cards, capsys: Any) -> None:
    from huggingface_hub import ModelCard as HubCard

    folder = Path(SAMPLES or "") / "model-cards"
    paths = sorted(p for p in folder.rglob("*") if p.suffix in (".md", ".json") and "schema" not in p.name)
    assert len(paths) > 20
    system = cards.approved()
    call_command_ends("import_card", *map(str, paths), "--json", "--system", system.number, "--actor", "engineer")
    told = json.loads(capsys.readouterr().out)
    kept = [one for one in told if one["card"]]
    assert len(kept) > 15
    assert all(one["refused"] for one in told if not one["card"])
    for one in kept:
        card = ModelCard.objects.select_related("entry").get(number=one["card"])
        if card.source_format == "hf":
            original = HubCard(Path(one["file"]).read_text(), ignore_metadata_errors=True)
            assert HubCard(readme(card), ignore_metadata_errors=True).data.to_dict() == original.data.to_dict(), one


def call_command_ends(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        call_command(*words)
    return int(str(ended.value.code))


def test_page_takes_a_file_and_says_what_is_wrong_beside_it(cards: Cards) -> None:
    client = Client()
    client.force_login(cards.org["engineer"])
    system = cards.approved()
    sent = {"system": system.pk, "version": "1.0.0", "artifact": HASH}
    bad = client.post("/model-cards/import/", {**sent, "file": SimpleUploadedFile("README.md", b"---\na: [\n---\n")})
    assert bad.status_code == 422 and "Line" in bad.content.decode()
    good = client.post("/model-cards/import/", {**sent, "file": SimpleUploadedFile("README.md", README.encode())})
    assert good.status_code == 302
    assert "Ranks applications" in client.get(good["Location"]).content.decode()
