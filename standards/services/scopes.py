"""The next scope of a unit, begun as a copy of the one in force."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Unmet
from qms.links.graph import SIDEWAYS
from qms.links.models import Link
from qms.records import write as door
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..models import ScopeStatement

#: What the next scope begins with; what does not apply is read anew, and nothing is signed.
COPIED = ("title", "editions", "text", "boundaries", "units", "products", "clauses", "owner", "unit")


@in_one_transaction
def next_scope(scope: Any, *, actor: Any, at: datetime.datetime, source: str = "page", mark: str = "") -> Any:
    """A draft with the text and the links “concerns” of the scope in force; the one begun already where there is one.

    Raises NotVisible, Forbidden, or Unmet where the scope is not in force.
    """
    register = registry["scope-statements"]
    scope = door.lock(ScopeStatement, register.get(scope.number, actor).pk)
    if scope.state != "in_force":
        raise Unmet(_("The next version begins from the one that is in force."))
    begun = ScopeStatement.objects.filter(unit=scope.unit, state__in=("draft", "in_review")).order_by("pk").first()
    if begun is not None:
        return begun
    given = {name: getattr(scope, name) for name in COPIED}
    made = register.create(actor=actor, at=at, source=source, mark=mark, **given)
    links = Link.objects.filter(source_id=scope.pk, kind=SIDEWAYS, removed_at=None)
    for target in visible_to(Entry.objects.filter(pk__in=links.values("target")), actor).order_by("pk"):
        made = register.link(made, kind=SIDEWAYS, target=target, rev=made.rev, actor=actor, at=at, source=source)
    return made
