"""10,000 risks: the heat map, the register, the highest ones and the trend of a year."""

import json
import statistics
from collections.abc import Callable
from typing import Any

RISKS, ASKED = 10_000, 30
LEVELS = ("low", "medium", "high", "critical")


def figures(unit: Any, user: Any, clocked: Callable[[Callable[[], Any]], float]) -> dict[str, float]:
    """Milliseconds of the pages, 95th percentile, on the database of this process."""
    from django.db import connection
    from django.test import Client

    fill(unit, user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    pages = {
        "heat map": "/risks/heat-map/", "register": "/risks/", "one cell": "/risks/top/?likelihood=3&consequence=3",
        "trend": "/risks/trend/",
    }  # fmt: skip
    for address in pages.values():  # templates are read once a process
        get(client, address)
    return {
        f"{name} of 10,000 risks, p95 ms": statistics.quantiles(
            [clocked(lambda a=address: get(client, a)) for _ in range(ASKED)], n=20
        )[-1]
        for name, address in pages.items()
    }


def get(client: Any, url: str) -> None:
    """Ask, and insist on an answer."""
    assert client.get(url).status_code == 200, url


def fill(unit: Any, user: Any) -> None:
    """Assessed risks, spread over the matrix: what the pages read, without 10,000 moves."""
    from django.db import connection
    from django.utils import timezone

    from qms.registers import registry

    matrix = registry["risk-matrices"].create(
        title="Bench", family="bench", owner=user, unit=unit, actor=user, at=timezone.now()
    )
    matrices, risks = matrix._meta.db_table, registry["risks"].model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {matrices} SET state = 'in_force' WHERE entry_id = %s", [matrix.pk])
    for start in range(0, RISKS, 1000):
        rows = [
            {"title": f"Risk {n}", "category": "ai_data", "event": "It happens.", "owner": user, "unit": unit}
            for n in range(start, start + 1000)
        ]
        registry["risks"].create_many(rows, actor=user, at=timezone.now(), source="import")
    row = {"kind": "current", "likelihood": "3", "consequence": "3", "matrix": matrix.number, "edition": "1"}
    kept = json.dumps([{**row, "level": key, "on": "2026-01-02", "by": user.pk, "reason": "Bench."} for key in LEVELS])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {risks} SET state = 'assessed', current_matrix_id = %s, current_likelihood = 1 + entry_id %% 5, "
            "current_consequence = 1 + (entry_id / 5) %% 5, current_level = 'medium', ratings = %s",
            [matrix.pk, kept],
        )
        cursor.execute("UPDATE records_entry SET phase = 'open', state = 'assessed' WHERE register = 'risks'")
