"""The tasks of an edition change: one action for each owner of affected records, linked to them.

It asks to look at what the mapping cannot answer: clauses without a counterpart and those mapped only weakly. A second
change by the same mapping opens no second task, because each bears the mapping and its owner as its external id.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.lib.errors import Refused
from qms.registers.registry import registry

from ..models import MappingSet
from .survey import Clause, Survey

#: The registers in which this folder creates records. A system check compares it, as for the `raises` of a register:
#: standards is none, because nothing of it is numbered, moved or signed.
RAISES = ("actions",)
DAYS = 30
MOST_OWNERS, MOST_LINKS, MOST_LINES = 200, 50, 40


def open_tasks(
    mapping: MappingSet, looked: Survey, *, actor: Any, at: datetime.datetime, source: str,
    refused: list[tuple[str, str]],
) -> list[str]:  # fmt: skip
    """One task for each owner who has none yet; gives their numbers. What cannot be opened is added to `refused`."""
    actions, opened = registry["actions"], []
    ids = {owner: f"edition-change:{mapping.key}:{owner}" for owner in list(looked.owners)[:MOST_OWNERS]}
    there = set(actions.model.objects.filter(external_id__in=ids.values()).values_list("external_id", flat=True))
    people = User.objects.in_bulk(ids)
    for owner, external_id in ids.items():
        if external_id in there:
            continue
        entries = looked.owners[owner]
        try:
            task = actions.create(
                actor=actor, at=at, source=source, external_id=external_id, title=title(mapping), kind="improvement",
                description=description(mapping, looked, len(entries)), owner=people[owner], unit=entries[0].unit,
                due_on=timezone.localdate(at) + datetime.timedelta(days=DAYS),
                links=[("concerns", entry) for entry in entries[:MOST_LINKS]],
            )  # fmt: skip
        except Refused as refusal:
            refused.append((_("Task"), " ".join(refusal.all_sentences())))
        else:
            opened.append(task.number)
    return opened


def title(mapping: MappingSet) -> str:
    """What the task is called."""
    return _("Look at your records after the change from %(old)s to %(new)s") % {
        "old": mapping.source, "new": mapping.target,
    }  # fmt: skip


def description(mapping: MappingSet, looked: Survey, records: int) -> str:
    """What to look at: first what has no counterpart, then what is mapped only weakly."""
    said = [
        _("%(n)d of your open records name %(old)s. The clauses mapped to %(new)s were added to them.")
        % {"n": records, "old": mapping.source, "new": mapping.target}
    ]
    if looked.to_look:
        said.append(_("The mapping does not answer these clauses. See whether the records still meet what is asked:"))
        said += [f"- {_line(clause)}" for clause in looked.to_look[:MOST_LINES]]
        if (more := len(looked.to_look) - MOST_LINES) > 0:
            said.append(_("… and %d more on the page of the mapping.") % more)
    else:
        said.append(_("Every clause has a counterpart that asks for the same. See whether the added clauses fit."))
    if records > MOST_LINKS:
        said.append(_("Linked are the first %d.") % MOST_LINKS)
    return "\n".join(said)


def _line(clause: Clause) -> str:
    if not clause.ways:
        return _("%(clause)s has no counterpart") % {"clause": clause.requirement.label}
    ways = "; ".join(f"{w.words} {w.target.label}" for w in clause.ways)
    return f"{clause.requirement.label} {ways}"
