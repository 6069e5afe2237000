"""A date tells whoever has to make the next move, in every state of every register; and nobody once nothing waits."""

import datetime
from typing import Any

from qms.accounts.people import users_with
from qms.notices.models import Notice
from qms.notices.reminders import remind
from qms.notices.zones import zone_of
from qms.records.access import sees
from tests.conformance.world import World


def told_before(record: Any, on: datetime.date) -> set[str]:
    """Who is told one day before, at noon of the record's unit."""
    noon = datetime.datetime.combine(on - datetime.timedelta(days=1), datetime.time(12), zone_of(record.unit.time_zone))
    remind(at=noon)
    notices = Notice.objects.filter(entry_id=record.pk, on=on, rule__endswith="-1")
    return set(notices.values_list("user__username", flat=True))


def test_the_date_of_a_record_tells_whose_move_it_is(world: World, savepoint: Any) -> None:
    lifecycle, dated = world.register.lifecycle, set()
    for state in lifecycle.states.values():
        with savepoint():
            record = world.recipe.fresh(world.recipe.in_state(state.key))
            for on in {d.on for d in record.entry.dates.all()}:
                told = told_before(record, on)
                if state.phase in ("done", "void"):
                    assert not told, state.key
                    continue
                role = world.register.waiting_role(record)
                expected = {u.username for u in users_with(role, record.unit) if sees(u, record)} if role else set()
                expected |= {i.user.username for i in record.entry.involved.filter(part="next")}
                expected |= {record.owner.username} if record.owner else set()
                assert expected and told >= expected, (state.key, told, expected)
                dated.add(state.key)
    assert dated or not world.register.dates
