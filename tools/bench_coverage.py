"""The coverage of a standard of 1,600 requirements with 50,000 records' links to it: page, and the matrix on paper."""

import gc
import statistics
from collections.abc import Callable
from typing import Any

CHAPTERS, CLAUSES, RECORDS, NAMED, ASKED = 20, 79, 5_000, 10, 40


def figures(unit: Any, user: Any, clocked: Callable[[Callable[[], Any]], float]) -> dict[str, float]:
    """Milliseconds of the page (95th percentile) and seconds of the PDF, on the database of this process."""
    from django.db import connection
    from django.test import Client

    key = edition()
    fill(key, unit, user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    gc.collect()
    gc.freeze()  # as the web server does with what it has loaded, and unlike it has the records of other figures
    taken = [clocked(lambda: get(client, f"/standards/{key}/coverage/?chapter=7")) for _ in range(ASKED)]
    return {
        "coverage page of 1,600 requirements, p95 ms": statistics.quantiles(taken, n=20)[-1],
        "coverage as PDF, s": clocked(lambda: get(client, f"/standards/{key}/coverage/?format=pdf")) / 1000,
    }


def get(client: Any, url: str) -> None:
    """Ask, and insist on an answer."""
    assert client.get(url).status_code == 200, url


def edition() -> str:
    """An edition of 20 chapters with 79 clauses each."""
    from standards.models import Edition, Requirement, Standard

    standard = Standard.objects.create(ref="Bench of coverage", title="A long standard")
    made = Edition.objects.create(standard=standard, key="bench-1", edition="1", title="A long standard")
    position = 0
    for chapter in range(1, CHAPTERS + 1):
        position += 1
        head = Requirement.objects.create(
            edition=made, ref=str(chapter), key=f"bench-1:{chapter}", title=f"Chapter {chapter}", kind="clause",
            assessable=False, position=position,
        )  # fmt: skip
        rows = [
            Requirement(
                edition=made, parent=head, ref=f"{chapter}.{n}", key=f"bench-1:{chapter}.{n}", title=f"Clause {n}",
                kind="clause", position=position + n, depth=1,
            )
            for n in range(1, CLAUSES + 1)
        ]  # fmt: skip
        Requirement.objects.bulk_create(rows)
        position += CLAUSES
    return "bench-1"


def fill(key: str, unit: Any, user: Any) -> None:
    """Evidence that names ten clauses each, counted as accepted: what the matrix reads, without 5,000 signatures."""
    from django.db import connection
    from django.utils import timezone

    from qms.registers import registry

    evidence, refs = registry["evidence-items"], [f"{c}.{n}" for c in range(1, CHAPTERS + 1) for n in range(1, CLAUSES)]
    for start in range(0, RECORDS, 1000):
        rows = [
            {
                "title": f"Evidence {n}", "owner": user, "unit": unit,
                "clauses": [f"{key}:{refs[(n * 37 + i * 11) % len(refs)]}" for i in range(NAMED)],
            }
            for n in range(start, start + 1000)
        ]  # fmt: skip
        evidence.create_many(rows, actor=user, at=timezone.now(), source="import")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_citation SET counts = %s WHERE key LIKE %s", [True, f"{key}:%"])
