"""Carrying records forward: the mapped keys are added, by the register's own edit and with a reason; the old ones stay.

Closed records keep the edition under which they were closed. Doing it again changes nothing, so a change with more
records than are done at once is simply done again until none waits.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid, Refused
from qms.lib.text import check_reason
from qms.records.events import log_event
from qms.registers.registry import registry

from ..models import MappingSet
from ..rules.importing import decider
from . import tasks
from .survey import MOST, Ways, growing, naming_edition, open_states, survey

AT_ONCE = 200  # records that one call changes


@dataclass
class Carried:
    """What was done. `refused`: (number, why); `left`: records that still wait because AT_ONCE were done."""

    changed: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: int = 0


def carry_forward(
    mapping: MappingSet, *, actor: Any, at: datetime.datetime, reason: str, source: str = "page"
) -> Carried:
    """Add to open records that name the old edition the mapped keys of the new one, and open a task for each owner.

    Each record is changed on its own: what the actor may not edit, or what the register refuses, is told and left as it
    is. Raises Forbidden, or Invalid for a missing reason and for a mapping between different standards.
    """
    if not decider(actor, None):
        raise Forbidden(_("An edition change takes the role of quality manager or compliance officer."))
    if not mapping.is_succession:
        raise Invalid(
            _("This mapping leads to another standard; only a new edition of the same one is carried forward.")
        )
    reason = check_reason(reason)
    looked, done = survey(mapping, actor), Carried()
    ways = Ways(mapping)
    for register in registry:
        _carry(register, mapping, ways, done, actor=actor, at=at, reason=reason, source=source)
    with transaction.atomic():
        done.tasks = tasks.open_tasks(mapping, looked, actor=actor, at=at, source=source, refused=done.refused)
        if done.changed or done.tasks:
            log_event(
                subject=f"mapping {mapping.key}", action="standards.edition_change", actor=actor, at=at, source=source,
                reason=reason, changed=len(done.changed), tasks=done.tasks, refused=len(done.refused), left=done.left,
            )  # fmt: skip
    return done


def _carry(
    register: Any, mapping: MappingSet, ways: Ways, done: Carried, *, actor: Any, at: datetime.datetime, reason: str,
    source: str,
) -> None:  # fmt: skip
    rows = naming_edition(register, mapping.source.key, actor)
    fields = [f.name for f in growing(register)]
    if rows is None or not fields:
        return
    for record in rows.filter(state__in=open_states(register)).order_by("pk")[:MOST]:
        held = {name: getattr(record, name) for name in fields}
        changes = {name: keys + more for name, keys in held.items() if (more := ways.missing(keys))}
        if not changes:
            continue
        if len(done.changed) >= AT_ONCE:
            done.left += 1
            continue
        try:
            register.edit(record, rev=record.rev, actor=actor, at=at, reason=reason, source=source, **changes)
        except Refused as refusal:
            done.refused.append((record.number, " ".join(refusal.all_sentences())))
        else:
            done.changed.append(record.number)
