"""Every way around the write door raises."""

from collections.abc import Callable
from typing import Any, NoReturn

from django.db import models


class BackDoor(RuntimeError):
    """Somebody tried to write a record without the door."""


def closed(name: str) -> Callable[..., NoReturn]:
    """A method that refuses."""

    def refuse(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise BackDoor(f"{name}() writes around the door: use the register's create, edit or perform")

    # Templates must not call it, and managers must not hide it.
    vars(refuse).update(alters_data=True, queryset_only=name == "delete")
    return refuse


def refuse_raw(sender: type[models.Model], raw: bool, **kwargs: Any) -> None:
    """`loaddata` saves around save(): a receiver of pre_save, connected for all tables, that refuses it on ours."""
    if raw and getattr(sender, "door_only", False):
        raise BackDoor(f"{sender._meta.label}: records are not loaded from fixtures")


WRITING = ("update", "delete", "bulk_create", "bulk_update", "create", "get_or_create", "update_or_create")


class ClosedQuerySet(models.QuerySet[Any]):
    """Reads as any queryset and writes never. The async forms end in the same methods."""


for _name in (*WRITING, "_raw_delete"):
    setattr(ClosedQuerySet, _name, closed(_name))


class Closed(models.Model):
    """A table that only the door writes."""

    door_only = True
    objects = ClosedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    save = closed("save")
    delete = closed("delete")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows are added and never changed or removed."""


for _name in ("update", "delete", "bulk_update", "update_or_create", "_raw_delete"):
    setattr(AppendOnlyQuerySet, _name, closed(_name))


class AppendOnly(models.Model):
    """A row that is written once."""

    door_only = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise BackDoor(f"{self._meta.label} rows are written once")
        super().save(*args, **{**kwargs, "force_insert": True})

    delete = closed("delete")
