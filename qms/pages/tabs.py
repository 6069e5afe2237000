"""The tabs of a record, with how much is behind each."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from qms.comments.models import Comment
from qms.links.models import Link
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.signatures.models import Signature

#: Nobody reads further than this in a count.
CAP = 1000


def record_tabs(register: Any, record: Any, actor: Any, current: str) -> list[dict[str, Any]]:
    """Label, address and count of each tab; three small queries whatever the record."""
    base = f"/{register.key}/{record.number}/"
    made: list[tuple[str, str, str, int | None]] = [
        ("overview", _("Overview"), base, None),
        ("history", _("History"), f"{base}history/", record.rev),
        ("links", _("Links"), f"{base}links/", _links(record, actor)),
        ("files", _("Files"), f"{base}files/", len(record.entry.attached.get("files", []))),
        (
            "signatures",
            _("Signatures"),
            f"{base}signatures/",
            Signature.objects.filter(entry_id=record.pk)[:CAP].count(),
        ),
        ("discussion", _("Discussion"), f"{base}comment/", Comment.objects.filter(entry_id=record.pk)[:CAP].count()),
    ]
    return [{"label": label, "url": url, "count": n, "current": key == current} for key, label, url, n in made]


def _links(record: Any, actor: Any) -> int:
    seen = visible_to(Entry.objects.all(), actor).values("pk")
    ends = Q(source_id=record.pk, target__in=seen) | Q(target_id=record.pk, source__in=seen)
    return Link.objects.filter(ends, removed_at=None)[:CAP].count()
