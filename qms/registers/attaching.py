"""Files, links and comments of a record, as verbs. A file or link raises the revision; a comment does not."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qms.attachments import files
from qms.attachments.models import Attachment
from qms.comments import talk
from qms.lib.errors import Forbidden, Invalid, NotVisible, WrongState
from qms.lib.text import check_reason, given_reason
from qms.links import edges
from qms.links.kinds import KINDS
from qms.links.models import Link
from qms.records.access import sees
from qms.records.models import Entry
from qms.records.transactions import in_one_transaction

from . import telling
from .retention import retention_of
from .road import Road, named, same_rev


def linkable(kind: str, target: str | Entry, actor: Any) -> Entry:
    """The entry that a link of this kind may end at. Raises Invalid for an unknown kind and for what is invisible."""
    if kind not in KINDS:
        raise Invalid(fields={"kind": [_("There is no such kind of link.")]})
    other = Entry.objects.filter(number=target).first() if isinstance(target, str) else target
    if other is None or not sees(actor, other):
        raise Invalid(fields={"target": [_("There is no record with this number that you may see.")]})
    return other


class Attaching(Road):
    """attach, detach, exchange, link, unlink, comment."""

    @in_one_transaction
    def attach(
        self, record: Any, *, name: str, data: bytes, rev: int | None, actor: Any, at: datetime.datetime,
        reason: str = "", source: str = "page",
    ) -> Any:  # fmt: skip
        """Add a file. Raises TooLarge, WrongType, or as edit does; adding asks no reason."""
        fresh = self._with_open_files(record, rev, actor)
        held = files.add(entry_id=fresh.pk, name=name, data=data, actor=actor, at=at)
        kept = [*fresh.entry.attached.get("files", []), held]
        return self._reattached(
            fresh, {"files": kept}, "attach", actor=actor, at=at, reason=given_reason(reason), source=source
        )

    @in_one_transaction
    def detach(
        self, record: Any, *, attachment: int, rev: int | None, actor: Any, at: datetime.datetime, reason: str,
        source: str = "page",
    ) -> Any:  # fmt: skip
        """Take a file off the record; its bytes and its row stay. Always asks a reason.

        Raises WrongState where the law has the record kept (retention.py) and it is no draft any more.
        """
        fresh = self._with_open_files(record, rev, actor)
        if self.lifecycle.phase(fresh.state) != "draft" and (held := retention_of(self.key, fresh)):
            raise WrongState(_("%s Add the newer file beside it.") % held.sentence)
        row = Attachment.objects.filter(pk=attachment, entry_id=fresh.pk, removed_at=None).first()
        if row is None:
            raise NotVisible(_("There is no such file on %s.") % fresh.number)
        files.remove(row, at=at)
        kept = [f for f in fresh.entry.attached.get("files", []) if f["id"] != row.pk]
        return self._reattached(
            fresh, {"files": kept}, "detach", actor=actor, at=at, reason=check_reason(reason), source=source
        )

    @in_one_transaction
    def exchange(
        self, record: Any, *, sent: Iterable[tuple[str, bytes]], rev: int | None, actor: Any, at: datetime.datetime,
        reason: str, source: str = "page", keep: bool = False,
    ) -> Any:  # fmt: skip
        """These files, (name, bytes) each, in place of those held: one change. Always asks a reason. Raises as attach.

        `keep`: those held stay, and no reason is asked. What a register makes of single files (`_reattached`) is not
        done: whoever exchanges them goes on with a move.
        """
        fresh = self._with_open_files(record, rev, actor)
        for row in () if keep else Attachment.objects.filter(entry_id=fresh.pk, removed_at=None):
            files.remove(row, at=at)
        held = fresh.entry.attached.get("files", []) if keep else []
        new = [files.add(entry_id=fresh.pk, name=name, data=data, actor=actor, at=at) for name, data in sent]
        why, verb = (given_reason(reason), "attach") if keep else (check_reason(reason), "exchange")
        return Attaching._reattached(
            self, fresh, {"files": [*held, *new]}, verb, actor=actor, at=at, reason=why, source=source
        )

    @in_one_transaction
    def link(
        self, record: Any, *, kind: str, target: str | Entry, rev: int | None, actor: Any, at: datetime.datetime,
        reason: str = "", source: str = "page",
    ) -> Any:  # fmt: skip
        """Link the record to another one (an entry or a number). Raises Invalid when it is invisible or linked."""
        fresh = self._to_attach(record, rev, actor)
        other = linkable(kind, target, actor)
        if self.link_kinds and kind not in self.link_kinds:
            known = ", ".join(f"“{KINDS[name][0]}”" for name in self.link_kinds)
            said = _("“%(kind)s” makes no sense from %(label)s. Say one of: %(known)s.")
            raise Invalid(fields={"kind": [said % {"kind": KINDS[kind][0], "label": fresh.number, "known": known}]})
        if other.pk == fresh.pk:
            raise Invalid(fields={"target": [_("A record is not linked to itself.")]})
        if Link.objects.filter(source_id=fresh.pk, target=other, kind=kind, removed_at=None).exists():
            raise Invalid(fields={"target": [_("This link is there already.")]})
        held = edges.add(kind=kind, source_id=fresh.pk, target=other, actor=actor, at=at)
        kept = [*fresh.entry.attached.get("links", []), held]
        return self._reattached(
            fresh, {"links": kept}, "link", actor=actor, at=at, reason=given_reason(reason), source=source
        )

    @in_one_transaction
    def unlink(
        self, record: Any, *, link: int, rev: int | None, actor: Any, at: datetime.datetime, reason: str,
        source: str = "page",
    ) -> Any:  # fmt: skip
        """Take back a link that starts at this record. Always asks a reason."""
        fresh = self._to_attach(record, rev, actor)
        row = Link.objects.select_related("target").filter(pk=link, source_id=fresh.pk, removed_at=None).first()
        if row is None:
            raise NotVisible(_("There is no such link from %s.") % fresh.number)
        edges.remove(row, at=at)
        gone = {"kind": row.kind, "target": row.target.number}
        kept = [k for k in fresh.entry.attached.get("links", []) if k != gone]
        return self._reattached(
            fresh, {"links": kept}, "unlink", actor=actor, at=at, reason=check_reason(reason), source=source
        )

    @in_one_transaction
    def comment(self, record: Any, *, actor: Any, at: datetime.datetime, text: str) -> Any:
        """Say something about a record; people mentioned who may see it are told."""
        if not sees(actor, record):
            raise NotVisible(_("There is no such record."))
        if not self.may_comment(actor, record):
            raise Forbidden(_("You may not comment on %s.") % record.number)
        said = talk.add(entry_id=record.pk, actor=actor, at=at, text=text)
        telling.of_mentions(record, said, actor=actor, at=at)
        return said

    def _to_attach(self, record: Any, rev: int | None, actor: Any) -> Any:
        fresh = self._locked(record, actor)
        if self.lifecycle.phase(fresh.state) not in self.edit_phases:
            raise WrongState(_("%(n)s is “%(s)s” and is no longer edited.") % named(self, fresh))
        if not self.can_attach(fresh, actor):
            raise Forbidden(_("You may not add files or links to %s.") % fresh.number)
        same_rev(fresh, rev)
        return fresh

    def _with_open_files(self, record: Any, rev: int | None, actor: Any) -> Any:
        fresh = self._to_attach(record, rev, actor)
        if why := self.files_locked(fresh):
            raise WrongState(why)
        return fresh

    def _reattached(self, record: Any, changed: dict[str, Any], verb: str, **kwargs: Any) -> Any:
        attached, before = {**record.entry.attached, **changed}, self.project(record)
        self.attached_by(record, actor=kwargs["actor"])
        return self._written(record, before=before, verb=verb, attached=attached, **kwargs)
