"""Incidents under investigation of which the authority has not been told that the system will be altered."""

from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Said

from ..lifecycle.incidents import INVESTIGATED
from ..models import Incident


def barring(system: Any) -> Incident | None:
    """The incident because of which the system may not be altered now (Art. 73(6)); None where there is none."""
    rows = Incident.objects.filter(system_id=system.pk, state__in=INVESTIGATED, informed_at=None)
    return rows.order_by().first()


def not_to_be_altered(system: Any) -> Said | None:
    """The sentence about it, with the way to mend it."""
    found = barring(system)
    if found is None:
        return None
    said = _(
        "%(incident)s is being investigated: %(system)s is not altered before the authority is informed (Art. 73(6)). "
        "Record there “Authority informed of changes”."
    )
    words = said % {"incident": found.number, "system": system.number}
    return Said(words, see=f"/incidents/{found.number}/do/inform_authority/")
