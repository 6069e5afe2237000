"""Finding a person inside Plumbline itself, giving out what is there, and hiding him (GDPR 15, 17, 20).

What is looked at: users, contacts, the fields that registers declare as `personal`, and texts that mention the name.
Records that the asker may not see are counted, not named.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from qms.accounts.models import Contact, User
from qms.comments.models import Comment
from qms.lib.canonical import plain
from qms.lib.errors import Invalid, NotVisible, WrongState
from qms.lib.fold import fold
from qms.lib.text import is_whole, tidy_field
from qms.records.access import visible_to
from qms.records.events import log_event
from qms.records.models import Entry, LedgerRow
from qms.records.transactions import in_one_transaction
from qms.registers import registry
from qms.registers.people import erase_contact
from qms.registers.pseudonyms import SHORTEST, pseudonymise_text, pseudonymise_user, require_right
from qms.signatures.models import Signature

MOST = 200


@dataclass
class InText:
    """A field of a record in which the name stands."""

    register: Any
    record: Any
    field: str
    text: str


@dataclass
class Found:
    """What is known of a person. `mentions`: entries whose other texts hold the name; `unseen`: records not shown."""

    name: str
    users: list[User] = field(default_factory=list)
    contacts: list[tuple[Contact, list[Any]]] = field(default_factory=list)
    texts: list[InText] = field(default_factory=list)
    mentions: list[Entry] = field(default_factory=list)
    unseen: int = 0
    seen: set[int] = field(default_factory=set)  # those of the contacts' records that the asker may see

    def __bool__(self) -> bool:
        return bool(self.users or self.contacts or self.texts or self.mentions or self.unseen)


def find(name: str, *, actor: Any, at: datetime.datetime, source: str = "page") -> Found:
    """Everything that names somebody. Raises Forbidden, or Invalid for a name too short to look for.

    That somebody was looked up is kept in the ledger, the name is not.
    """
    require_right(actor)
    name = tidy_field("name", name)
    if len(name) < SHORTEST:
        raise Invalid(fields={"name": [_("Give at least %d letters of the name, user name or address.") % SHORTEST]})
    found = Found(name, users=list(_users(name)[:MOST]))
    found.contacts = [(c, records_of(c)) for c in _contacts(name)[:MOST]]
    everywhere = [r.pk for _c, records in found.contacts for r in records]
    found.seen = set(visible_to(Entry.objects.filter(pk__in=everywhere), actor).values_list("pk", flat=True))
    _texts(found, actor)
    _mentions(found, actor)
    log_event(subject="person", action="privacy.find", actor=actor, at=at, source=source)
    return found


def _users(name: str) -> QuerySet[User]:
    asked = Q()
    for column in ("username", "display_name", "first_name", "last_name", "email"):
        asked |= Q(**{f"{column}__icontains": name})
    return User.objects.filter(asked, pseudonym="").exclude(username="system").order_by("pk")


def _contacts(name: str) -> QuerySet[Contact]:
    asked = Q(name__icontains=name) | Q(email__icontains=name) | Q(phone__icontains=name)
    return Contact.objects.filter(asked, erased_at=None).order_by("pk")


def records_of(contact: Contact) -> list[Any]:
    """Every record that refers to the contact, whoever may see it."""
    found: list[Any] = []
    for register in registry:
        names = [n for n, f in register.fields.items() if f.related_model is Contact]
        for name in names:
            rows = register.model.objects.filter(**{name: contact}).select_related("entry", "unit")
            found += rows.order_by("pk")[:MOST]
    return found


def _texts(found: Found, actor: Any) -> None:
    for register in registry:
        for name in register.personal:
            rows = register.model.objects.filter(**{f"{name}__icontains": found.name})
            seen = list(visible_to(rows, actor).select_related("entry", "unit").order_by("pk")[:MOST])
            found.texts += [InText(register, r, name, getattr(r, name)) for r in seen]
            found.unseen += max(0, rows.count() - len(seen))


def _mentions(found: Found, actor: Any) -> None:
    """Other texts: a person has to judge them, so they are only named."""
    there = {t.record.pk for t in found.texts}
    rows = Entry.objects.filter(text__contains=fold(found.name)).exclude(pk__in=there)
    found.mentions = list(visible_to(rows, actor).order_by("pk")[:MOST])
    found.unseen += max(0, rows.count() - len(found.mentions))


def export(found: Found, *, actor: Any, at: datetime.datetime, source: str = "page") -> dict[str, Any]:
    """The same as data for the person; the ledger keeps that it was taken out."""
    require_right(actor)
    log_event(subject="person", action="privacy.export", actor=actor, at=at, source=source)
    return {
        "looked_for": found.name, "at": plain(at),
        "users": [_user(u, actor) for u in found.users],
        "contacts": [_contact(c, records, actor) for c, records in found.contacts],
        "fields": [
            {"number": t.record.number, "register": t.register.key, "field": t.field, "value": t.text}
            for t in found.texts
        ],
        "mentioned_in": [{"number": e.number, "register": e.register, "title": e.title} for e in found.mentions],
        "not_shown": found.unseen,
    }  # fmt: skip


def _user(user: User, actor: Any) -> dict[str, Any]:
    owned = visible_to(Entry.objects.filter(owner=user), actor).order_by("pk")
    grants = user.grants.select_related("unit")
    comments = Comment.objects.filter(by=user).order_by("pk")[:MOST]
    return {
        "user_name": user.username, "name": user.printed_name, "email": user.email, "active": user.is_active,
        "unit": user.unit.code if user.unit else "", "last_signed_in": plain(user.last_login),
        "roles": [{"role": g.role, "unit": g.unit.code, "until": plain(g.until)} for g in grants],
        "owns": list(owned.values_list("number", flat=True)[:MOST]),
        "signatures": [
            {"meaning": s.meaning, "step": s.verb, "at": plain(s.at), "name": s.printed_name}
            for s in Signature.objects.filter(signer=user).order_by("pk")[:MOST]
        ],
        "comments": [{"at": plain(c.at), "text": c.text} for c in comments],
        "changes_made": LedgerRow.objects.filter(actor=user).count(),
    }  # fmt: skip


def _contact(contact: Contact, records: list[Any], actor: Any) -> dict[str, Any]:
    seen = set(visible_to(Entry.objects.filter(pk__in=[r.pk for r in records]), actor).values_list("pk", flat=True))
    return {
        "id": contact.pk, "name": contact.name, "organisation": contact.organisation, "email": contact.email,
        "phone": contact.phone, "records": [r.number for r in records if r.pk in seen],
        "not_shown": sum(r.pk not in seen for r in records),
    }  # fmt: skip


def as_rows(data: dict[str, Any]) -> list[list[Any]]:
    """An export as rows for a table: where, what, value."""
    rows: list[list[Any]] = []
    for kind in ("users", "contacts", "fields", "mentioned_in"):
        for one in data[kind]:
            where = str(one.get("number") or one.get("user_name") or one.get("id"))
            for name, value in one.items():
                for piece in value if isinstance(value, list) else [value]:
                    said = ", ".join(f"{k}: {v}" for k, v in piece.items()) if isinstance(piece, dict) else piece
                    rows.append([kind, where, name, "" if said is None else str(said)])
    return rows


@in_one_transaction
def pseudonymise(target: str, *, actor: Any, at: datetime.datetime, reason: str, source: str = "page") -> str:
    """Hide somebody, and say in a sentence what was done.

    target: `user:NAME`, `contact:ID`, or `text:NUMBER:NAME` for a name in the fields of one record. Raises NotVisible
    for nobody, and what the verbs raise where the law keeps it (qms/registers/pseudonyms.py).
    """
    require_right(actor)
    kind, _colon, which = target.partition(":")
    by: dict[str, Any] = {"actor": actor, "at": at, "reason": reason, "source": source}
    if kind == "user":
        user = User.objects.filter(username__iexact=which).first()
        if user is None:
            raise NotVisible(_("Nobody has the user name “%s”.") % which[:60])
        made = pseudonymise_user(user=user, **by)
        return _("Shown as %s from now on. Signatures keep the printed name of their day.") % made.pseudonym
    if kind == "contact":
        return _erase(which, by)
    if kind == "text":
        number, _colon, name = which.partition(":")
        return _hide_text(number, name, by)
    raise NotVisible(_("Say user:NAME, contact:ID or text:NUMBER:NAME."))


def _erase(which: str, by: dict[str, Any]) -> str:
    contact = Contact.objects.filter(pk=int(which), erased_at=None).first() if is_whole(which) else None
    if contact is None:
        raise NotVisible(_("There is no contact “%s”.") % which[:20])
    for record in records_of(contact):
        if why := registry.of_model(type(record)).retains(record, at=by["at"]):
            raise WrongState(why)
    erase_contact(contact=contact, **by)
    return _("Shown as “%s” from now on; records keep this number alone.") % contact


def _hide_text(number: str, name: str, by: dict[str, Any]) -> str:
    entry = visible_to(Entry.objects.all(), by["actor"]).filter(number__iexact=number).first()
    if entry is None:
        raise NotVisible(_("There is no record “%s” that you may see.") % number[:60])
    register = registry[entry.register]
    record = register.get(entry.number, by["actor"])
    made = pseudonymise_text(register, record, name=name, **by)
    return _("%s is written anew; earlier versions are shown without the field.") % made.number
