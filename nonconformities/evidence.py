"""What a why may name as its evidence: a file of the record, a record, or an address."""

import re
from collections.abc import Iterable
from typing import Any

from qms.records.access import visible_to
from qms.records.models import Entry

_ADDRESS = re.compile(r"https?://\S+\.\S+", re.IGNORECASE)


def unresolved(record: Any, rows: Iterable[dict[str, Any]], actor: Any = None) -> list[str]:
    """References that name nothing: no file of the record, no record (that `actor` may see), no address."""
    files = {f["name"] for f in record.entry.attached.get("files", [])} if record.entry_id else set()
    refs = [ref for row in rows if (ref := row["evidence_ref"])]
    asked = [ref for ref in refs if ref not in files and not _ADDRESS.fullmatch(ref)]
    if not asked:
        return []
    entries = Entry.objects.all() if actor is None else visible_to(Entry.objects.all(), actor)
    known = set(entries.filter(number__in=asked).values_list("number", flat=True))
    return [ref for ref in asked if ref not in known]
