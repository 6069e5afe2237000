"""The release gate among a thousand systems of fifty versions each: what an answer takes, its log row included."""

import statistics
import time
from typing import Any

SYSTEMS, VERSIONS, ASKED = 1000, 50, 300


def figures() -> dict[str, float]:
    """Milliseconds of an answer that passes: median and 95th percentile, on the database of this process."""
    from modelcards.services import gate
    from tests.factories.people import Clock
    from tests.modelcards.cards.made import Cards, crowd
    from tests.modelcards.systems.made import HASH, START

    clock = Clock(START)
    cards = Cards(crowd(clock), clock)
    cards.policy()
    card = cards.stands()
    fill(cards, card.system)
    asker = cards.org["engineer"]
    taken = []
    for _number in range(ASKED):
        at, start = clock(), time.perf_counter()
        row = gate.answer(card.system, version="1.0.0", artifact=HASH, actor=asker, at=at, source="bench")
        taken.append((time.perf_counter() - start) * 1000)
        assert row.result == "pass", row.reasons
    return {
        f"gate among {SYSTEMS * VERSIONS:,} versions, median ms": statistics.median(taken),
        f"gate among {SYSTEMS * VERSIONS:,} versions, p95 ms": statistics.quantiles(taken, n=20)[-1],
    }


def fill(cards: Any, system: Any) -> None:
    """Other systems and versions, set-based."""
    from qms.registers import registry

    actor, unit = cards.org["author"], cards.org.units["NORTH"]
    rows = [{"title": f"System {n}", "owner": actor, "unit": unit} for n in range(SYSTEMS)]
    made = [
        one
        for start in range(0, SYSTEMS, 500)
        for one in registry["systems"].create_many(rows[start : start + 500], actor=actor, at=cards.clock())
    ]
    for number, one in enumerate(made):
        versions = [
            {"title": f"{number}.{n}", "system": one, "version": f"1.{n}.0", "artifact": f"{number * 1000 + n:064x}"}
            for n in range(VERSIONS)
        ]
        registry["system-versions"].create_many(versions, actor=actor, at=cards.clock())
