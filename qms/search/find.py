"""One search function over everything the asker may see: by number fragment, title and text."""

import re
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from qms.lib.fold import phrases, printable
from qms.records.access import visible_to
from qms.records.models import Entry

LONGEST, MOST = 200, 100


def search(query: str, actor: Any, *, register: str | None = None, limit: int = 20) -> list[Entry]:
    """Newest matching entries that `actor` may see, at most `limit` (≤ 100); matching numbers come first."""
    query = printable(query)[:LONGEST]
    if not phrases(query):
        return []
    seen = visible_to(Entry.objects.all(), actor).select_related("owner", "unit")
    if register:
        seen = seen.filter(register=register)
    limit = min(limit, MOST)
    by_number = list(_newest(seen.filter(number__icontains=query), limit)) if re.search(r"\d", query) else []
    known = {e.pk for e in by_number}
    by_text = [e for e in _newest(seen.filter(matching(query)), limit) if e.pk not in known]
    return (by_number + by_text)[:limit]


def _newest(entries: QuerySet[Entry], limit: int) -> QuerySet[Entry]:
    return entries.order_by("-changed_at", "-pk")[:limit]


def matching(query: str) -> Q:
    """Entries whose text has every word of the query, each as a beginning; none for a query without words."""
    asked = phrases(query[:LONGEST])
    if not asked:
        return Q(pk__in=[])
    if connection.vendor == "postgresql":
        terms = " & ".join(f"({' <-> '.join(words)}:*)" for words in asked)
        ids = RawSQL(
            "SELECT id FROM records_entry WHERE to_tsvector('simple', text) @@ to_tsquery('simple', %s)", [terms]
        )
    else:
        terms = " AND ".join(f'"{" ".join(words)}"*' for words in asked)
        ids = RawSQL("SELECT rowid FROM search_text WHERE search_text MATCH %s", [terms])
    return Q(pk__in=ids)
