"""Files of a record. Only the registers' verbs call `add` and `remove`: a file is a change of its record."""

import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet

from .models import Attachment
from .sniff import clean_name
from .store import keep


def files_of(entry_id: int) -> QuerySet[Attachment]:
    """The files a record has now, oldest first."""
    return (
        Attachment.objects.filter(entry_id=entry_id, removed_at=None)
        .select_related("blob", "attached_by")
        .order_by("pk")
    )


def add(*, entry_id: int, name: str, data: bytes, actor: Any, at: datetime.datetime) -> dict[str, Any]:
    """Keep a file and give what the record's entry holds of it."""
    name = clean_name(name)
    blob = keep(name=name, data=data, at=at)
    row = Attachment(entry_id=entry_id, name=name, blob=blob, attached_at=at, attached_by=actor)
    models.Model.save(row, force_insert=True)
    return {"id": row.pk, "name": name, "sha256": blob.sha256, "size": blob.size}


def remove(row: Attachment, *, at: datetime.datetime) -> None:
    """Mark a file as removed; its bytes stay."""
    row.removed_at = at
    models.Model.save(row, update_fields=["removed_at"])
