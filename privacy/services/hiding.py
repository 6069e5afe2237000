"""What hiding somebody will change, said before it is done: who it is, where the name stands, in which records."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qms.accounts.models import Contact, User
from qms.lib.text import is_whole
from qms.records.access import visible_to
from qms.records.models import Entry
from qms.registers import registry
from qms.registers.pseudonyms import pseudonym_of, replaced

from .person import MOST, records_of


@dataclass
class Plan:
    """`whom`: the person by name, the target itself where there is nobody. `changes`: (where, what becomes of it).

    `records`: those that show the pseudonym afterwards, as far as the asker sees them; `unseen`: how many more.
    """

    whom: str
    changes: list[tuple[str, str]] = field(default_factory=list)
    records: Sequence[Entry] = ()
    unseen: int = 0


def plan(target: str, *, actor: Any) -> Plan:
    """What `pseudonymise` would change. target: as there."""
    kind, _colon, which = target.partition(":")
    make = {"user": _of_user, "contact": _of_contact, "text": _of_text}.get(kind)
    return (make(which, actor) if make else None) or Plan(target)


def _of_user(which: str, actor: Any) -> Plan | None:
    user = User.objects.filter(username__iexact=which).first()
    if user is None:
        return None
    shown = pseudonym_of(f"user {user.pk}")
    changes = [
        (_("Name"), f"{user.printed_name} → {shown}"),
        (_("User name"), f"{user.username} → {shown.replace(' ', '-').lower()}"),
    ]
    if user.email:
        changes.append((_("E-mail"), _("%s → erased") % user.email))
    owned = Entry.objects.filter(owner=user)
    return Plan(f"{user.printed_name} ({user.username})", changes, *_seen(owned, actor))


def _of_contact(which: str, actor: Any) -> Plan | None:
    contact = Contact.objects.filter(pk=int(which), erased_at=None).first() if is_whole(which) else None
    if contact is None:
        return None
    held = ((_("Name"), contact.name), (_("Organisation"), contact.organisation))
    held += ((_("E-mail"), contact.email), (_("Telephone"), contact.phone))
    changes = [(label, _("%s → erased") % text) for label, text in held if text]
    rows = Entry.objects.filter(pk__in=[r.pk for r in records_of(contact)])
    return Plan(_("%(name)s (contact %(n)d)") % {"name": contact, "n": contact.pk}, changes, *_seen(rows, actor))


def _of_text(which: str, actor: Any) -> Plan | None:
    number, _colon, name = which.partition(":")
    entry = visible_to(Entry.objects.filter(number__iexact=number), actor).first()
    if entry is None or not name.strip():
        return None
    register = registry[entry.register]
    record, changes = register.get(entry.number, actor), []
    for one in register.personal:
        was = getattr(record, one)
        if (made := replaced(was, name.strip())) != was:
            label = str(register.fields[one].verbose_name)
            changes.append((f"{entry.number}, {label}", f"{was} → {made}"))
    return Plan(f"{name.strip()} ({entry.number})", changes, [entry])


def _seen(rows: Any, actor: Any) -> tuple[list[Entry], int]:
    """The first records that the actor sees, and how many there are besides."""
    seen = list(visible_to(rows, actor).order_by("pk")[:MOST])
    return seen, max(0, rows.count() - len(seen))
