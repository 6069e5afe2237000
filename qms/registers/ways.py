"""The step of a record that is a person's next one, for the links in mails."""

import datetime
from collections.abc import Sequence

from django.db.models import Q

from qms.accounts.models import User
from qms.accounts.reach import reach
from qms.lifecycle import next_of
from qms.records.models import Entry, Involved

from .registry import registry

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
