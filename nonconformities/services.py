"""What people do around a nonconformity that is more than one field: adding actions, working on the why-tree."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid, NotVisible, WrongState
from qms.registers import registry

from . import whytree
from .followup import OUTSIDE_PLAN
from .rules import nonconformities as rules
from .states import ANALYSED, OPEN


def may_add_action(record: Any, actor: Any) -> bool:
    """Whether the actor may add actions now: its owner, and who writes actions in its unit."""
    if record.state not in OPEN or not rules.may_edit(actor, record):
        return False
    return record.owner_id == actor.pk or bool(registry["actions"].may_add(actor, record))


def add_action(record: Any, *, actor: Any, at: datetime.datetime, source: str = "page", **values: Any) -> Any:
    """A new action that addresses the nonconformity, in its present cycle.

    A correction may be added as long as the nonconformity is open; what belongs to the plan only until the plan is
    handed in. Raises WrongState, Forbidden, Invalid.
    """
    if record.state not in OPEN:
        raise WrongState(_("%s is not open: no action can be added.") % record.number)
    if record.state not in ANALYSED and values.get("kind") != OUTSIDE_PLAN:
        said = _(
            "The plan is handed in. Take it back to add what belongs to it; a correction can be added at any time."
        )
        raise WrongState(said)
    if not rules.may_edit(actor, record):
        raise Forbidden(_("You may not add actions to %s.") % record.number)
    return registry["actions"].create(
        actor=actor, at=at, source=source, links=[("addresses", record.entry)], cycle=record.cycle,
        **{"unit": record.unit, **values},
    )  # fmt: skip


# The why-tree: every change is one edit of the record


def add_why(record: Any, *, parent: str, text: str, category: str = "", **common: Any) -> Any:
    """Add a why below another one ("" for the problem itself). `common` is what every edit takes: rev, actor, at …

    Adding needs no reason of its own: the history says what was added.
    """
    if parent:
        _row(record, parent)
    row = {"parent": parent, "text": text, "category": category, "status": "assumed", "root": False}
    row |= {"evidence": "", "evidence_ref": "", "gate": "", "probability": ""}
    common["reason"] = common.get("reason") or _("Added a why to the tree.")
    return _edit(record, [*record.causes, row], **common)


def change_why(record: Any, *, row_id: str, changes: dict[str, Any], **common: Any) -> Any:
    """Change one why. Raises NotVisible, Invalid (confirmed without evidence), or as `edit` does.

    The first verdict on a why is an entry and needs no reason of its own: its text stays, and it had no verdict before.
    """
    before = _row(record, row_id)
    if before["status"] == "assumed" and not common.get("reason") and _only_judged(before, changes):
        common["reason"] = _("Judged a why of the tree.")
    rows = [row | changes if row["id"] == row_id else row for row in record.causes]
    return _edit(record, rows, **common)


def _only_judged(before: dict[str, Any], changes: dict[str, Any]) -> bool:
    """Whether nothing that was entered before is changed: status and root are a verdict, what was empty is filled."""
    kept = {name: value for name, value in before.items() if name not in ("status", "root") and value}
    return all(changes.get(name, value) == value for name, value in kept.items())


def remove_why(record: Any, *, row_id: str, **common: Any) -> Any:
    """Take a why out of the tree; one that others explain stays. The history keeps it."""
    _row(record, row_id)
    if any(whytree.below(record.causes, row_id)):
        raise Invalid(_("Other whys explain this one: remove them first, or mark it as refuted."))
    return _edit(record, [row for row in record.causes if row["id"] != row_id], **common)


def _row(record: Any, row_id: str) -> dict[str, Any]:
    for row in record.causes:
        if row["id"] == row_id:
            return dict(row)
    raise NotVisible(_("There is no such why."))


def _edit(record: Any, rows: list[dict[str, Any]], **common: Any) -> Any:
    return registry["nonconformities"].edit(record, causes=rows, **common)
