"""Evidence that is a list: the address of a register's list with its filters, counted live and frozen at acceptance.

Only registers of the menu can be asked, none that says something about a person; and only with filters of the list.
"""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Invalid
from qms.registers import registry
from qms.registers.lists import Listing
from qms.registers.lists.saved import parameters

#: More rows than this are no evidence that anybody looks at.
MOST = 10_000


@dataclass(frozen=True)
class Answer:
    """What a query gives: how many records, and a hash over their numbers and revisions ("" where it was not asked)."""

    count: int
    sha256: str = ""


def settled(query: str, *, actor: Any, at: datetime.datetime) -> str:
    """The query as it is kept, `/actions/?phase=all&state=verified`. Raises Invalid for one that no list answers."""
    listing = _listing(query, actor, at)
    if listing.asked.get("owner") == "me":
        raise _refused(_("“owner=me” means somebody else for each reader: name the person."))
    return f"/{listing.register.key}/?{listing.query}"


def count(query: str, *, actor: Any, at: datetime.datetime) -> Answer:
    """How many records it gives now, as far as `actor` may see them. Raises Invalid where the list has changed."""
    listing = _listing(query, actor, at)
    return Answer(listing.in_phase(listing.phase).order_by()[: MOST + 1].count())


def frozen(query: str, *, actor: Any, at: datetime.datetime) -> Answer:
    """The same with a hash over `number revision` lines, sorted. Raises Invalid beyond MOST rows."""
    listing = _listing(query, actor, at)
    rows = list(listing.in_phase(listing.phase).order_by("pk").values_list("number", "rev")[: MOST + 1])
    if len(rows) > MOST:
        raise _refused(_("The list has more than %d rows: narrow it with filters.") % MOST)
    lines = "".join(f"{number} {rev}\n" for number, rev in sorted(rows))
    return Answer(len(rows), hashlib.sha256(lines.encode()).hexdigest())


def _listing(query: str, actor: Any, at: datetime.datetime) -> Listing:
    split = urlsplit(query.strip())
    key = split.path.strip("/")
    if key not in registry or not registry[key].menu or registry[key].audience == "quality":
        raise _refused(_("There is no list “%s” that can be asked. Copy the address of a list here.") % key[:60])
    try:
        listing = Listing(registry[key], actor, parameters(split.query), timezone.localdate(at))
        listing.check()
    except BadRequest as refusal:
        raise _refused(*refusal.sentences) from None
    except Invalid as refusal:
        raise _refused(*[said for sentences in refusal.fields.values() for said in sentences]) from None
    return listing


def _refused(*sentences: str) -> Invalid:
    return Invalid(fields={"query": sentences})
