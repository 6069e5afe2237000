"""An FMEA worksheet of 1,000 lines: pasted, a page of it, and a cell from the request to the answer."""

import statistics
from collections.abc import Callable
from typing import Any

LINES, ASKED = 1_000, 40


def figures(unit: Any, user: Any, clocked: Callable[[Callable[[], Any]], float]) -> dict[str, float]:
    """Milliseconds (95th percentile) of a saved cell and of a page, seconds of the paste, in this process."""
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from qms.registers import registry
    from risks.fmea_paste import paste

    sheets = registry["fmea-worksheets"]
    sheet = sheets.create(
        actor=user, at=timezone.now(), title="A long worksheet", kind="process", analysed="Everything", unit=unit
    )
    text = "\n".join("\t".join(row(n)) for n in range(LINES))
    pasted = clocked(lambda: paste(sheet, text, actor=user, at=timezone.now(), write=True))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    here, revs = f"/fmea-worksheets/{sheet.number}/sheet/", dict(sheet.lines.values_list("number", "rev")[:ASKED])

    def save(number: str, value: int) -> None:
        sent = {"line": number, "field": "severity", "value": value, "rev": revs[number]}
        assert client.post(f"{here}cell/", sent).json()["ok"], number

    def look(page: int) -> None:
        assert client.get(f"{here}?page={page}").status_code == 200

    look(1)  # the first request of a process reads templates and addresses
    saved = [clocked(lambda number=number, n=n: save(number, n % 8 + 1)) for n, number in enumerate(revs)]
    seen = [clocked(lambda n=n: look(n % 10 + 1)) for n in range(ASKED)]
    return {
        "FMEA of 1,000 lines, a cell saved, p95 ms": statistics.quantiles(saved, n=20)[-1],
        "FMEA of 1,000 lines, page, p95 ms": statistics.quantiles(seen, n=20)[-1],
        "FMEA of 1,000 lines, pasted, s": pasted / 1000,
    }


def row(n: int) -> list[str]:
    """One line with texts as long as they usually are, rated so that each tenth one is urgent."""
    texts = [f"Part {n}", f"Does what part {n} is there for", f"Way to fail {n}", "What comes of it " * 4]
    rated = ["10" if n % 10 == 0 else "9", "Why it happens " * 4, "What keeps it away", "5", "What finds it", "6"]
    return [*texts, *rated]
