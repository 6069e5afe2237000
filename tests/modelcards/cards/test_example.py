"""The example in docs/examples/model-card is a card that is taken, and passes the gates the guide says it does."""

from pathlib import Path

from modelcards.queries.gates import gates_of
from tests.modelcards.cards.made import Cards
from tests.modelcards.cards.test_datasets import approved

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs/examples/model-card/README.md"
GUIDE = ROOT / "docs/guide/release-a-model.md"


def test_the_example_is_taken_without_a_warning_and_passes_every_gate_of_minimal_risk(cards: Cards) -> None:
    cards.policy(
        title="Minimal risk of the demo", datasets_needed=True, thresholds=[],
        required=["primary_uses", "out_of_scope", "limitations", "evaluation_datasets", "contact"],
    )  # fmt: skip
    data = approved(cards, title="Store sales by day", family="store-sales", version="7")
    system = cards.approved(title="Tideline demand forecast")
    brought = cards.sent(EXAMPLE.read_bytes(), system=system, version="4.6.0")
    assert brought.warnings == []
    assert brought.card.title == "Tideline demand forecast 4.6.0" and len(brought.card.metrics) == 2
    assert [link["target"] for link in brought.card.entry.attached["links"]] == [data.number]
    assert [(gate.key, gate.reason) for gate in gates_of(brought.card) if gate.failed] == []


def test_the_guide_uses_it() -> None:
    assert EXAMPLE.relative_to(ROOT).as_posix() in GUIDE.read_text()
