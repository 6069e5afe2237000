"""A million points of one monitor: how fast they come in, what the next one costs, how long its page takes."""

import datetime
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

CALLS = int(os.environ.get("BENCH_CALLS", "100"))  # of 10,000 points each
A_CALL = 10_000
PASSWORD = "correct horse battery staple"


def watched(unit: Any, user: Any) -> Any:
    """A monitor with approved limits."""
    from django.utils import timezone

    from modelcards.services.monitors import post_points
    from modelcards.services.versions import register_version
    from qms.accounts.people import system_user
    from qms.registers import people, registry
    from qms.signatures.proof import PasswordProof

    at = timezone.now() - datetime.timedelta(days=400)
    system = registry["systems"].create(actor=user, at=at, title="Ranking", purpose="Ranks.", unit=unit)
    version = register_version(system, version="1.0.0", artifact="a" * 64, actor=user, at=at, source="command")
    monitors = registry["monitors"]
    monitor = monitors.create(actor=user, at=at, title="Recall", version=version, metric="recall", unit=unit)
    monitor = monitors.perform(monitor, "begin", rev=None, actor=user, at=at)
    rows = [point(n, at + datetime.timedelta(seconds=n)) for n in range(-25, 0)]
    post_points(monitor, rows, actor=user, at=at)
    monitor = monitors.perform(monitor, "propose", rev=None, actor=user, at=at)
    signer = people.create_user(
        username="val", name="Val", email="val@example.org", unit=unit, password=PASSWORD, actor=system_user(), at=at,
        must_set_password=False,
    )  # fmt: skip
    people.grant_role(user=signer, role="validator", unit=unit, actor=system_user(), at=at)
    people.accept_statement(actor=signer, at=at)
    return monitors.perform(monitor, "approve", rev=None, actor=signer, at=at, proof=PasswordProof(PASSWORD, "val"))


def point(n: int, at: datetime.datetime) -> dict[str, Any]:
    """The n-th point: noise that breaks no rule."""
    noise = (0, 4, -5, 6, -3, 2, -6, 5, -2, 3, -4, 1)[n % 12] / 1000
    return {"key": f"p{n}", "at": at.isoformat(), "value": 0.82 + noise}


def figures(unit: Any, user: Any, clocked: Callable[[Callable[[], Any]], float]) -> dict[str, float]:
    """All figures on the database of this process."""
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from modelcards.services.monitors import post_points

    monitor = watched(unit, user)
    start, sent = timezone.now() - datetime.timedelta(days=399), 0

    def send(count: int) -> None:
        nonlocal sent
        rows = [point(n, start + datetime.timedelta(seconds=10 * n)) for n in range(sent, sent + count)]
        sent += count
        post_points(monitor, rows, actor=user, at=timezone.now())

    def one() -> float:
        return statistics.median(clocked(lambda: send(1)) for _ in range(30))

    send(A_CALL)
    early = one()
    began = time.perf_counter()
    for _ in range(CALLS - 1):
        send(A_CALL)
    rate = (CALLS - 1) * A_CALL / (time.perf_counter() - began)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    late = one()
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    pages = {"page": f"/monitors/{monitor.number}/", "points": f"/monitors/{monitor.number}/points/"}
    for address in pages.values():
        assert client.get(address).status_code == 200, address
    return {
        "points in, points/s": rate,
        "one point after 10,000, ms": early,
        f"one point after {CALLS * A_CALL:,}, ms": late,
        "late point / early point": late / early,
        "chart page, ms": statistics.median(clocked(lambda: client.get(pages["page"])) for _ in range(15)),
        "page of points, ms": statistics.median(clocked(lambda: client.get(pages["points"])) for _ in range(15)),
    }
