"""django-simple-history with its holes closed: ordered by rev, append-only, actor kept, row copied by the door."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from simple_history.manager import HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from .backdoor import BackDoor, ClosedQuerySet, closed

UNINDEXED = ["entry", "owner", "unit", "created_by", "changed_by"]


class HistoryRow(models.Model):
    """What a record looked like at one rev."""

    door_only = True
    objects = ClosedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise BackDoor("history rows are written by the door")

    delete = closed("delete")


class HistoryQuerySet(HistoricalQuerySet):
    """Reads history; the door alone writes it, by INSERT … SELECT."""


for _name in ("update", "delete", "bulk_create", "bulk_update", "create", "get_or_create", "update_or_create"):
    setattr(HistoryQuerySet, _name, closed(_name))
HistoryQuerySet._raw_delete = closed("delete")


class Manager(HistoryManager):
    """The manager of the library, whose class is made once: the library makes one at every look at `history`."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[Any], class_name: str | None = None) -> type[Any]:
        return super().from_queryset(queryset_class, class_name)


def _get_user(row: Any, **_: Any) -> Any:
    return row.history_user_id


def _set_user(row: Any, value: Any) -> None:
    row.history_user_id = value


class History(HistoricalRecords):
    """One history table per register. Its own signals are off: `write` copies the row from the table."""

    def __init__(self) -> None:
        super().__init__(
            inherit=True,
            bases=[HistoryRow],
            history_manager=Manager,
            historical_queryset=HistoryQuerySet,
            history_id_field=models.BigAutoField(),
            history_change_reason_field=models.TextField(blank=True, default=""),
            history_user_id_field=models.BigIntegerField(),
            history_user_getter=_get_user,
            history_user_setter=_set_user,
            no_db_index=UNINDEXED,
        )

    def post_save(self, *args: Any, **kwargs: Any) -> None:
        """Off: the door copies the row."""

    post_delete = post_save

    def _get_history_change_reason_field(self) -> models.Field[Any, Any]:
        return models.TextField(blank=True, default="")  # a fresh one per table: a shared field belongs to the last

    def _get_history_user_fields(self) -> dict[str, Any]:
        return {**super()._get_history_user_fields(), "history_user_id": models.BigIntegerField()}

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        name = model._meta.model_name
        return {
            **super().get_meta_options(model),
            "ordering": ("-rev",),
            "get_latest_by": ("rev",),
            "constraints": [models.UniqueConstraint(fields=["entry", "rev"], name=f"{name}_hist_rev")],
            "indexes": [models.Index(fields=["entry", "-history_date", "-rev"], name=f"{name}_hist_at")],
        }
