"""What becomes of an edition that a user brought in: another name, or out of the way. It stays: records name it."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.records.events import log_event
from qms.records.transactions import in_one_transaction

from ..importing.bring import may_import
from ..models import Edition
from ..models.clauses import forget_names

LONGEST_NAME = 100


@in_one_transaction
def rename(edition: Edition, name: str, *, actor: Any, at: datetime.datetime, source: str = "page") -> Edition:
    """Call an imported edition something else; its key stays. Raises Forbidden, Unmet for a shipped one, Invalid."""
    held = _own(edition, actor)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(fields={"name": [_("Write a name of 1 to %d characters.") % LONGEST_NAME]})
    if any(str(other) == name for other in Edition.objects.select_related("standard").exclude(pk=held.pk)):
        raise Invalid(fields={"name": [_("“%s” is the name of another edition.") % name]})
    if name != held.name:
        was, held.name = str(held), name
        held.save(update_fields=["name"])
        log_event(
            subject=f"edition {held.key}",
            action="standards.renamed",
            actor=actor,
            at=at,
            source=source,
            was=was,
            name=name,
        )
        forget_names()
    return held


@in_one_transaction
def retire(
    edition: Edition, *, reason: str, actor: Any, at: datetime.datetime, source: str = "page", back: bool = False
) -> Edition:
    """Take an imported edition out of lists and pickers, or `back`. Records that name it keep their link.

    Raises Forbidden, Unmet for a shipped one, Invalid without a reason.
    """
    held = _own(edition, actor)
    if len(reason.strip()) < 3:
        raise Invalid(fields={"reason": [_("Say why.")]})
    if bool(held.retired_at) == back:
        held.retired_at = None if back else at
        held.save(update_fields=["retired_at"])
        log_event(
            subject=f"edition {held.key}", action="standards.restored" if back else "standards.retired", actor=actor,
            at=at, source=source, reason=reason.strip()[:500],
        )  # fmt: skip
    return held


def _own(edition: Edition, actor: Any) -> Edition:
    """The edition, locked, where it is an imported one and the actor may bring standards in."""
    if not may_import(actor):
        raise Forbidden(_("It takes the role of quality manager, compliance officer or administrator."))
    held = Edition.objects.select_related("standard").select_for_update(of=("self",)).get(pk=edition.pk)
    if not held.is_imported:
        raise Unmet(_("%s comes with the program and stays as it is.") % held)
    return held
