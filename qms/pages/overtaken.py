"""What to say to somebody whose page was overtaken: who changed the record since, when, and which parts of it."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.records import versions
from qms.records.versions import Version

from .moments import day_text

#: Versions and fields named; the history holds the rest.
MOST, FIELDS = 3, 6


def what_changed(record: Any, *, since: int) -> list[str]:
    """Sentences about the versions of `record` after revision `since`, newest first; they tell what to do next."""
    newer = [v for v in versions.versions_of(record, limit=MOST) if v.rev > since]
    return [*(_one(v) for v in newer), _("Nothing of yours was saved. Look at it again, then send it once more.")]


def _one(v: Version) -> str:
    at = timezone.localtime(v.at)
    said = {"who": v.actor_name, "when": f"{day_text(at)} {at:%H:%M %Z}", "what": ", ".join(_parts(v))}
    return (
        _("%(who)s changed it meanwhile, %(when)s: %(what)s.") % said
        if v.changes
        else _("%(who)s changed its files or links meanwhile, %(when)s.") % said
    )


def _parts(v: Version) -> list[str]:
    labels = [c.label for c in v.changes]
    more = [_("%d more") % (len(labels) - FIELDS)] if len(labels) > FIELDS else []
    return labels[:FIELDS] + more
