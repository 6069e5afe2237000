"""Records with similar wording, from the full-text index that search has; nothing leaves the database.

The longest words of a text are mostly its rarest. Candidates share two of them; they are ranked by the words they have
in common, weighted by how rare a word is among the candidates (cosine of TF-IDF, each word counted once).
"""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr

from qms.lib.fold import fold, printable
from qms.records.access import visible_to
from qms.records.models import Entry

LONGEST, READ = 4_000, 1_200  # characters of the text asked about, and of each candidate, which is folded already
WORDS, SHORTEST = 6, 4  # words that candidates are looked for by, and their least length
CANDIDATES, LATEST = 120, 1_000  # candidates ranked; the newest of what the index finds
LEAST = 0.2  # what is less alike is not worth a look


def similar(
    text: str, actor: Any, *, register: str, without: int | None = None, limit: int = 5
) -> list[tuple[Entry, float]]:
    """Entries of a register that `actor` may see and that are worded like `text`, most alike first.

    Args:
        text: as typed; only its first 4,000 characters count.
        without: pk of an entry to leave out, the one that is asked about.

    Returns:
        (entry, likeness from 0 to 1), at most `limit`; none for a text with less than two words of four letters.
    """
    asked = _words(fold(printable(text[:LONGEST])))
    rare = sorted((w for w in asked if not w.isdigit()), key=lambda w: (-len(w), w))[:WORDS]
    if len(rare) < 2:
        return []
    rows = visible_to(Entry.objects.filter(_sharing(rare), register=register), actor).exclude(pk=without)
    found = list(rows.exclude(phase="void").annotate(read=Substr("text", 1, READ)).order_by("-pk")[:CANDIDATES])
    ranked = _ranked(asked, [(entry, _words(entry.read)) for entry in found])
    return [(entry, round(likeness, 2)) for likeness, entry in ranked[:limit]]


def _words(folded: str) -> frozenset[str]:
    return frozenset(w for w in folded.split() if len(w) >= SHORTEST)


def _sharing(words: list[str]) -> Q:
    """Entries with at least two of the words, the newest ones."""
    pairs = list(combinations(words, 2))
    if connection.vendor == "postgresql":
        terms = " | ".join(f"({a} & {b})" for a, b in pairs)
        sql = (  # materialized: else the planner walks the table from its end and reads every text again
            "WITH hit AS MATERIALIZED (SELECT id FROM records_entry "
            "WHERE to_tsvector('simple', text) @@ to_tsquery('simple', %s)) "
            "SELECT id FROM hit ORDER BY id DESC LIMIT %s"
        )
    else:
        terms = " OR ".join(f'("{a}" AND "{b}")' for a, b in pairs)
        sql = "SELECT rowid FROM search_text WHERE search_text MATCH %s ORDER BY rowid DESC LIMIT %s"
    return Q(pk__in=RawSQL(sql, [terms, LATEST]))


def _ranked(asked: frozenset[str], found: list[tuple[Entry, frozenset[str]]]) -> list[tuple[float, Entry]]:
    """Those alike enough, best first, newer before older."""
    known = Counter(word for _entry, words in found for word in words)

    def weight(words: Iterable[str]) -> float:
        return sum(math.log((len(found) + 1) / (known[w] + 0.5)) ** 2 for w in words)

    made = []
    for entry, words in found:
        both = math.sqrt(weight(asked) * weight(words))
        made.append((weight(asked & words) / both if both else 0.0, entry))
    return sorted((pair for pair in made if pair[0] >= LEAST), key=lambda pair: (-pair[0], -pair[1].pk))
