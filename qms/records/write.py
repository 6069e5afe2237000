"""The write door: record → history → entry → ledger, in that order, in the caller's transaction.

Floor 3: it knows registers, lifecycles, links and files only as plain arguments.
"""

import datetime
import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.lib.canonical import encode, plain
from qms.lib.errors import Invalid, NotVisible, Stale, WrongState

from . import numbering
from .cleaning import changed_fields, clean, remember
from .models import Citation, Entry, Involved, NamedDate
from .projection import Projection, content_of, sha256, snapshot
from .sql import append_ledger, copy_to_history, update_entry

SCHEMA = 1
MIRRORED = ("number", "title", "state", "owner_id", "unit_id", "audience", "rev", "changed_at")


def lock(model: type[Any], pk: int, rev: int | None = None) -> Any:
    """The record as it stands in the table now, locked until the transaction ends.

    Raises NotVisible when there is none and Stale when `rev` is given and is not the present one.
    """
    # Without the model's ordering: one row needs none, and working it out costs as much as the rest of the query.
    rows = model.objects.select_for_update(of=("self",)).select_related("entry").order_by().filter(pk=pk)
    record = next(iter(rows), None)
    if record is None:
        raise NotVisible(_("There is no such record."))
    if rev is not None and record.rev != rev:
        raise Stale(
            _("%(number)s was changed meanwhile: you saw revision %(seen)d, it is now %(now)d. Look at it again.")
            % {"number": record.number, "seen": rev, "now": record.rev}
        )
    return remember(record)


def write(
    record: Any,
    *,
    before: Projection | None,
    project: Callable[[Any], Projection],
    action: str,
    actor: Any,
    at: datetime.datetime,
    reason: str = "",
    source: str = "page",
    number: str = "",
    attached: dict[str, list[Any]] | None = None,
    extra: dict[str, Any] | None = None,
) -> Any:
    """Write one change. `project` works out what the table of contents holds of the record once its values are clean;
    `number` is the series of a new record (see numbering), `attached` the files and links after the change where they
    changed, `extra` what else the ledger's bytes should hold (a signature).

    Raises Invalid where a value does not fit, Stale where `at` lies before the record's last change, and WrongState
    where that one is still to come.
    """
    assert connection.in_atomic_block, "the door is used inside a transaction"
    new = record._state.adding
    if not new and at < record.changed_at:
        if record.changed_at > timezone.now():  # a job was run for a later day: operations.md
            said = _("The last change of %(n)s stands at %(at)s, which is still to come. It can be changed after that.")
            raise WrongState(said % {"n": record.number, "at": f"{record.changed_at:%Y-%m-%d %H:%M %Z}"})
        raise Stale(_("%s was changed at a later time than this change carries.") % record.number)
    changed = changed_fields(record)
    clean(record, changed)
    if new:
        record.number = record.number or numbering.take(number)[0]
        record.created_at, record.created_by_id = at, actor.pk
    after = project(record)
    record.rev += 1
    record.changed_at, record.changed_by_id = at, actor.pk
    if new:
        _open(record, after=after, attached=attached or {})
        _insert(record)
    else:
        models.Model.save(record, update_fields=[*changed, "rev", "changed_at", "changed_by"])
    copy_to_history(record, actor_id=actor.pk, at=at, reason=reason, kind="+" if new else "~")
    _reflect(record, before=before, after=after, attached=attached, new=new)
    append_ledger(
        **ledger_values(
            record, after=after, action=action, actor=actor, at=at, reason=reason, source=source, extra=extra
        )
    )
    return remember(record)


def _insert(record: Any) -> None:
    """Insert the record's row. Raises Invalid where somebody else has just taken its external id."""
    try:
        models.Model.save(record, force_insert=True)
    except IntegrityError as error:
        if record.external_id and "external" in str(error):
            said = _("There is a record with the external id “%s” already.") % record.external_id
            raise Invalid(fields={"external_id": [said]}) from error
        raise


def _open(record: Any, *, after: Projection, attached: dict[str, Any]) -> None:
    """Give the new record its row in the table of contents."""
    entry = Entry(
        register=after.register, phase=after.phase, text=after.text, nearest=after.nearest,
        waiting_role=after.waiting_role, attached=attached,
        **{name: getattr(record, name) for name in MIRRORED},
    )  # fmt: skip
    models.Model.save(entry, force_insert=True)
    record.entry = entry


def _reflect(record: Any, *, before: Projection | None, after: Projection, attached: Any, new: bool) -> None:
    """Bring the entry, its dates and the people involved in line with the record."""
    if not new:
        values = {name: getattr(record, name) for name in MIRRORED}
        values |= {"phase": after.phase, "nearest": after.nearest, "waiting_role": after.waiting_role}
        if before is None or before.text != after.text:
            values["text"] = after.text
        if attached is not None:
            values["attached"] = attached
        update_entry(record.pk, values)
        for name, value in values.items():
            setattr(record.entry, name, value)
    if before is None or before.dates != after.dates:
        _sync_dates(record.pk, after.dates, new)
    if before is None or before.involved != after.involved:
        _sync_involved(record.pk, after.involved, new)
    if before is None or (before.cites, before.standing) != (after.cites, after.standing):
        _sync_citations(record.pk, after, new)


def derive_again(record: Any, after: Projection) -> None:
    """Bring what follows from a record in line with it, without a change of the record (an upgrade derives more)."""
    update_entry(record.pk, {"phase": after.phase, "nearest": after.nearest, "waiting_role": after.waiting_role,
                             "text": after.text})  # fmt: skip
    _sync_dates(record.pk, after.dates, new=False)
    _sync_involved(record.pk, after.involved, new=False)
    _sync_citations(record.pk, after, new=False)


def _sync_dates(entry_id: int, dates: dict[str, datetime.date], new: bool) -> None:
    if not new:
        models.QuerySet._raw_delete(NamedDate.objects.filter(entry_id=entry_id), connection.alias)
    rows = [NamedDate(entry_id=entry_id, name=name, on=on) for name, on in sorted(dates.items())]
    models.QuerySet.bulk_create(NamedDate.objects.all(), rows)


def _sync_involved(entry_id: int, involved: frozenset[tuple[int, str]], new: bool) -> None:
    if not new:
        models.QuerySet._raw_delete(Involved.objects.filter(entry_id=entry_id), connection.alias)
    rows = [Involved(entry_id=entry_id, user_id=user, part=part) for user, part in sorted(involved)]
    models.QuerySet.bulk_create(Involved.objects.all(), rows)


def _sync_citations(entry_id: int, after: Projection, new: bool) -> None:
    if not new:
        models.QuerySet._raw_delete(Citation.objects.filter(entry_id=entry_id), connection.alias)
    rows = citations_of(after, entry_id=entry_id)
    if rows:
        models.QuerySet.bulk_create(Citation.objects.all(), rows)


def citations_of(projection: Projection, **entry: Any) -> list[Citation]:
    """The rows that say which requirements a record names."""
    stands = projection.standing
    values = {"counts": stands.counts, "until": stands.until, "stale_on": stands.stale_on, **entry}
    return [Citation(key=key, **values) for key in sorted(projection.cites)]


def ledger_values(
    record: Any, *, after: Projection, action: str, actor: Any, at: datetime.datetime, reason: str, source: str,
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The columns of the ledger row for a record that has just been saved."""
    files, links = record.entry.attached.get("files", []), record.entry.attached.get("links", [])
    body = encode(
        {
            "schema": SCHEMA,
            "register": after.register,
            "action": action,
            "actor": {"id": actor.pk, "name": actor.printed_name},
            "at": plain(at),
            "reason": plain(reason),
            "source": source,
            "record": snapshot(record),
            "content": after.content,
            "files": files,
            "links": links,
        }
        | ({"extra": plain(extra)} if extra else {})
    )
    return {
        "entry_id": record.pk, "rev": record.rev, "subject": "", "action": action, "actor_id": actor.pk,
        "actor_name": actor.printed_name, "at": at, "reason": reason, "source": source, "body": body,
        "sha256": hashlib.sha256(body).digest(), "content_hash": sha256(content_of(record, after.content, files)),
    }  # fmt: skip
