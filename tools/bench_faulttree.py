"""A fault tree of 200 causes with both kinds of gates: its minimal cut sets, its page, and the record on paper."""

import statistics
from collections.abc import Callable
from typing import Any

CAUSES, WIDTH, ASKED = 200, 4, 20


def figures(unit: Any, user: Any, clocked: Callable[[Callable[[], Any]], float]) -> dict[str, float]:
    """Milliseconds of the cut sets and of the page, 95th percentile, and of the print, in this process."""
    from django.test import Client
    from django.utils import timezone

    from nonconformities.pictures import fault_tree
    from qms.registers import registry
    from qms.registers.prints.record import body_html

    made = registry["nonconformities"].create(
        actor=user, at=timezone.now(), title="Many causes", description="They are drawn.", unit=unit, causes=causes()
    )
    client, address = Client(HTTP_HOST="localhost"), f"/nonconformities/{made.number}/causes/fault-tree/"
    client.force_login(user)

    def look() -> None:
        assert client.get(address).status_code == 200, address

    look()  # the first request of a process reads templates and addresses
    sets = [clocked(lambda: fault_tree(made)) for _ in range(ASKED)]
    pages = [clocked(look) for _ in range(ASKED)]
    return {
        "fault tree of 200 causes, drawn, p95 ms": statistics.quantiles(sets, n=20)[-1],
        "fault tree of 200 causes, page, p95 ms": statistics.quantiles(pages, n=20)[-1],
        "fault tree of 200 causes, composed for paper, ms": clocked(lambda: body_html(made, actor=user)),
    }


def causes() -> list[dict[str, str]]:
    """Each cause is explained by up to four others; every third gate over leaves is an AND."""
    return [
        {
            "id": f"c{n}", "parent": f"c{(n - 1) // WIDTH}" if n else "", "text": f"Because of what stands at {n}",
            "gate": "and" if n > 12 and n % 3 == 0 else "or",
        }
        for n in range(CAUSES)
    ]  # fmt: skip
