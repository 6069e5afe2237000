"""What every verb does on its way: lock and re-read, refuse what is unknown or stale, write through the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, Invalid, NotVisible, Stale
from qms.records import write as door
from qms.records.access import sees
from qms.records.cleaning import settle

from .declaration import Declaration


class Road(Declaration):
    """Shared by all verbs."""

    def _locked(self, record: Any, actor: Any) -> Any:
        """The record, locked and re-read; the same answer when there is none and when it is invisible."""
        fresh = door.lock(self.model, record if isinstance(record, int) else record.pk)
        if not sees(actor, fresh):
            raise NotVisible(_("There is no such record."))
        return fresh

    def _known(self, values: dict[str, Any], known: Sequence[str]) -> None:
        if unknown := [name for name in values if name not in known]:
            raise BadRequest(
                _("“%(name)s” cannot be set here. These can: %(known)s.")
                % {"name": unknown[0][:60], "known": ", ".join(known) or _("none")}
            )

    def _draft(self, values: dict[str, Any], *, actor: Any, mark: str, external_id: str) -> Any:
        """A new, unsaved record with the register's defaults."""
        record = self.model(state=self.lifecycle.start, audience=self.audience, mark=mark, external_id=external_id)
        self._set(record, values)
        if record.unit_id is None:
            record.unit = actor.unit
        if record.unit_id is None:
            raise Invalid(fields={"unit": [_("Say which unit this belongs to.")]})
        return record

    def _written(self, record: Any, *, verb: str, **kwargs: Any) -> Any:
        return door.write(record, project=self.project, action=f"{self.key}.{verb}", **kwargs)

    def _set(self, record: Any, values: dict[str, Any]) -> None:
        """Set values in the form in which they are kept. Raises Invalid for one of the wrong kind."""
        for name, value in values.items():
            try:
                setattr(record, self.fields[name].attname if is_key(value) else name, value)
            except ValueError:  # what is no record of the table that a foreign key leads to
                raise Invalid(fields={name: [_("This value does not fit here.")]}) from None
        settle(record, values)


def is_key(value: Any) -> bool:
    """Foreign keys may be given as ids; setting the attribute by column then spares a query."""
    return isinstance(value, int) and not isinstance(value, bool)


def same_rev(record: Any, rev: int | None) -> None:
    if rev is not None and record.rev != rev:
        raise Stale(
            _("%(number)s was changed meanwhile: you saw revision %(seen)d, it is now %(now)d. Look at it again.")
            % {"number": record.number, "seen": rev, "now": record.rev}
        )


def named(register: Any, record: Any) -> dict[str, str]:
    return {"n": record.number, "s": register.lifecycle.label(record.state)}
