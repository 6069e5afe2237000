"""A pack of 1,000 records in a process of its own: cold, and again when nothing changed; prints seconds and megabytes.

    tools/bench_pack.py [RECORDS]

Printed: cold s, warm s, processor s of this process in both (prints are other processes'), megabytes of this process.
Elapsed time depends on what else runs on the two cores: read it beside the load that tools/bench.py prints.
"""

import datetime
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

RECORDS, EDITS = 1000, 2
MEBI = 1024 * 1024 if sys.platform == "darwin" else 1024
TEXT = (
    "The evaluation of the candidate was repeated on the frozen sample of the quarter. Recall of the smaller group "
    "stayed above its limit in every week, the difference between the groups did not grow, and the run is linked.\n\n"
    "Two of the four reviewers asked for a second look at the labels of June. They were drawn again by chance, forty "
    "of each class, and read by somebody who did not know the first answer; three labels were put right, none in "
    "the smaller group. The result stands, and the notebook with the draw is attached."
)


def fill(records: int) -> Any:
    """A unit with that many closed actions, each with three versions and a file; gives the person who may see them."""
    from django.utils import timezone

    from qms.accounts.people import system_user
    from qms.registers import registry
    from qms.registers.people import add_unit, create_user, grant_role

    at, system, actions = timezone.now(), system_user(), registry["actions"]
    unit = add_unit(code="PACK", name="Pack", parent=None, actor=system, at=at, source="command")
    user = create_user(
        username="eve", name="Eve", email="eve@example.org", unit=unit, password=None, actor=system, at=at
    )
    grant_role(user=user, role="quality_manager", unit=unit, actor=system, at=at)
    due = timezone.localdate() + datetime.timedelta(days=30)
    for number in range(records):
        given = {"title": f"Check the sample {number}", "kind": "corrective", "owner": user, "description": TEXT}
        record = actions.create(actor=user, at=timezone.now(), due_on=due, **given)
        for edit in range(EDITS):
            record = actions.edit(
                record, rev=record.rev, actor=user, at=timezone.now(), reason=f"What was seen in round {edit}.",
                description=f"{TEXT} Round {edit}.",
            )  # fmt: skip
        data = f"run {number}\n".encode() * 500
        actions.attach(record, name="run.txt", data=data, rev=None, actor=user, at=timezone.now())
    return user


def packed(user: Any) -> tuple[float, float]:
    """Seconds and processor seconds of one pack of everything."""
    from django.utils import timezone

    from qms.packs.models import Pack
    from qms.packs.order import Order
    from qms.packs.orders import place
    from qms.packs.work import work_off

    pack = place(Order(register="actions"), actor=user, at=timezone.now())
    start, before = time.perf_counter(), time.process_time()
    work_off(at=timezone.now())
    seconds, spent = time.perf_counter() - start, time.process_time() - before
    pack = Pack.objects.get(pk=pack.pk)
    assert pack.queue_state == "done", (pack.said, pack.error)
    return seconds, spent


def main() -> None:
    import django

    django.setup()
    user = fill(int(sys.argv[1]) if sys.argv[1:] else RECORDS)
    cold, warm = packed(user), packed(user)
    print(cold[0], warm[0], cold[1], warm[1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBI)


if __name__ == "__main__":
    main()
