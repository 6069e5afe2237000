"""A hundred thousand nonconformities: what it costs to find those that are worded like a new one.

tools/bench_similar.py runs it alone, on the database that the environment names; `make bench` runs it with the others.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MANY, BATCH, ASKED = 100_000, 1_000, 60
#: A few words are in many records, most are rare: as texts are (Zipf).
VOCABULARY = 6_000
WORDS = 40  # of a description


def vocabulary(chance: random.Random) -> list[str]:
    """Made-up words of four to twelve letters, always the same ones."""
    syllables = [a + b for a in "bcdfglmnprst" for b in ("a", "e", "i", "o", "en", "al", "ir")]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(VOCABULARY)]


def figures(unit: Any, user: Any, clocked: Callable[[Callable[[], Any]], float]) -> dict[str, float]:
    """Milliseconds of one question, on the database of this process."""
    from django.db import connection
    from django.utils import timezone

    from nonconformities.repeats import worded_like
    from qms.registers import registry

    chance = random.Random(7)
    words = vocabulary(chance)
    weights = [1 / (n + 10) for n in range(VOCABULARY)]

    def text(length: int) -> str:
        return " ".join(chance.choices(words, weights, k=length))

    register, spent = registry["nonconformities"], 0.0
    for batch in range(MANY // BATCH):
        rows = [
            {"title": text(6), "description": text(WORDS), "unit": unit, "external_id": f"{batch}-{n}"}
            for n in range(BATCH)
        ]
        spent += clocked(lambda rows=rows: register.create_many(rows, actor=user, at=timezone.now(), source="import"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = [text(WORDS + 6) for _ in range(ASKED)]
    taken = sorted(clocked(lambda one=one: worded_like(one, user)) for one in asked)
    return {
        "nonconformities in, records/s": MANY / spent * 1000,
        "similar among 100,000, median ms": statistics.median(taken),
        "similar among 100,000, p95 ms": taken[int(ASKED * 0.95) - 1],
    }


def main() -> None:
    """On the database of the environment, which is migrated first."""
    root = Path(__file__).resolve().parent.parent
    sys.path[:0] = [str(root), str(root / "tools")]
    import bench
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    for name, value in figures(*bench.people(), bench.clocked).items():
        print(f"{name:<40} {value:>10.2f}")
    print(f"{time.perf_counter() - begun:.0f} s altogether")


if __name__ == "__main__":
    main()
