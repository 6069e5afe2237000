"""The step of a record that is a person's next one, and the clocks that run in it, for notices and their links."""

import datetime
from collections.abc import Sequence

from django.db.models import Q

from qms.accounts.models import User
from qms.accounts.reach import reach
from qms.lifecycle import next_of
from qms.notices.ways import Lawful
from qms.records.models import Entry, Involved

from .registry import registry
from .running import clocks_running

MOST = 20  # entries of one mail whose guards are asked


def next_steps(entries: Sequence[Entry], user: User, at: datetime.datetime) -> dict[int, str]:
    """The address of the first step onward that is open, where the next move is this person's; by entry id."""
    if not entries:
        return {}
    held = reach(user)
    roles = {entry.pk for entry in entries if entry.waiting_role and held.has(entry.waiting_role, entry.unit_id)}
    named = Involved.objects.filter(Q(part="next"), user=user, entry__in=[e.pk for e in entries])
    mine = roles | set(named.values_list("entry_id", flat=True))
    found = {}
    for entry in [e for e in entries if e.pk in mine and e.register in registry][:MOST]:
        register = registry[entry.register]
        record = register.visible(user).select_related("entry", "owner", "unit", *register.reads).filter(pk=entry.pk)
        for one in record:
            offers = register.offers(one, actor=user, at=at)
            if onward := next_of([o for o in offers if o.allowed], one):
                found[entry.pk] = f"/{entry.register}/{entry.number}/do/{onward.transition.verb}/"
    return found


def clocks_in(entries: Sequence[Entry], user: User | None, at: datetime.datetime) -> dict[int, list[Lawful]]:
    """The clocks of the law that run in these entries, the next one first; one query for each register that has any."""
    found: dict[int, list[Lawful]] = {}
    for key in dict.fromkeys(entry.register for entry in entries if entry.register in registry):
        if not (register := registry[key]).clock_field:
            continue
        ids = [entry.pk for entry in entries if entry.register == key]
        rows = register.model.objects.filter(pk__in=ids).select_related("entry", "owner", "unit", *register.reads)
        for record in rows:
            running = sorted(clocks_running(register, record, at), key=lambda r: r.clock.due)
            found[record.pk] = [
                Lawful(
                    r.clock.counted.rule.name, str(r.clock.label), r.clock.due, r.clock.counted.zone,
                    r.step_of(user) if user else "",
                )
                for r in running
            ]  # fmt: skip
    return found
