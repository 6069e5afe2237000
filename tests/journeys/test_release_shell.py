"""A pipeline's way: a script sends the card, is told what is missing, asks the gate, and stops when it says no."""

import datetime
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from modelcards.models import ModelCard
from qms.accounts.tokens import create_token
from qms.registers import registry
from tests import databases
from tests.factories.people import Clock
from tests.modelcards.cards.made import METRIC, README, Cards, crowd
from tests.modelcards.systems.made import START

SCRIPT = """set -eu
SHA=$(sha256sum "$ARTIFACT" | cut -d' ' -f1)
ask() { curl -sS -f -H "Authorization: Bearer $TOKEN" "$@"; }
case "$1" in
  send) ask -H "Content-Type: text/markdown" --data-binary "@$CARD" \\
    "$PLUMBLINE/api/v1/model-cards/import/?format=hf&system=$SYSTEM&version=1.0.0&artifact=$SHA" ;;
  gate) ask "$PLUMBLINE/api/v1/systems/$SYSTEM/gate/?version=1.0.0&artifact=$SHA" ;;
esac
"""
FAILED = 22  # of curl -f: the answer was an error


@pytest.fixture
def cards(own_database: str) -> Iterator[Cards]:
    clock = Clock(START)
    made = Cards(crowd(clock), clock)
    made.policy()
    yield made


def test_release_goes_out_when_the_card_is_signed_and_stops_when_a_problem_is_open(
    cards: Cards, live: Any, program: Any, tmp_path: Path
) -> None:
    system = cards.approved()
    _row, token = create_token(user=cards.org["engineer"], name="ci", at=timezone.now())
    artifact, card = tmp_path / "model.bin", tmp_path / "README.md"
    artifact.write_bytes(b"weights")
    card.write_text(README)
    ours = {"TOKEN": token, "PLUMBLINE": live.url, "SYSTEM": system.number, "ARTIFACT": str(artifact)}

    def step(name: str) -> "subprocess.CompletedProcess[str]":
        env = {**os.environ, **ours, "CARD": str(card)}
        return subprocess.run(["bash", "-c", SCRIPT, "ci", name], env=env, text=True, capture_output=True, check=False)

    def by_command() -> int:
        words = ("gate", system.number, "--version", "1.0.0", "--artifact", sha256)
        return databases.manage(*words, env=program.env, check=False).returncode

    sha256 = hashlib.sha256(artifact.read_bytes()).hexdigest()
    assert step("gate").returncode == FAILED and by_command() == 1
    sent = step("send")
    assert sent.returncode == 0 and "no date" in sent.stdout, sent.stderr
    assert step("gate").returncode == FAILED
    cards.clock.last = timezone.now()  # the server has its own clock
    drafted = ModelCard.objects.select_related("entry", "system").get()
    signed = cards.edit(drafted, "engineer", metrics=[METRIC], validator=cards.org["validator"])
    for verb, who in (("submit", "author"), ("sign_validator", "validator"), ("approve", "boss")):
        signed = cards.do(signed, verb, who)
    passed = step("gate")
    assert passed.returncode == 0 and '"result":"pass"' in passed.stdout.replace(" ", ""), passed.stderr
    assert by_command() == 0
    artifact.write_bytes(b"other weights")
    assert step("gate").returncode == FAILED, "another artifact is another version"
    artifact.write_bytes(b"weights")
    registry["nonconformities"].create(
        actor=cards.org["approver"], at=cards.clock(), title="Ranks by postcode", description="Found in a review.",
        links=[("concerns", cards.fresh(signed).entry)],
    )  # fmt: skip
    assert step("gate").returncode == FAILED and by_command() == 1
    until = timezone.localdate() + datetime.timedelta(days=30)
    cards.do(cards.do(signed, "revise", "engineer"), "submit", "author")  # the problem is known to those who sign now
    conditions = {"conditions": "Stop ranking by postcode.", "valid_until": until}
    cards.do(signed, "approve_conditionally", "boss", **conditions)
    held = step("gate")
    assert held.returncode == 0 and '"result":"conditional"' in held.stdout.replace(" ", ""), held.stderr
    assert by_command() == 3
    unknown = ("gate", "AIS-9999", "--version", "1", "--artifact", sha256)
    assert databases.manage(*unknown, env=program.env, check=False).returncode == 2
