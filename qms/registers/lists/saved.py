"""Saved views of a list. Each belongs to one person; a quality manager or administrator may share his with everybody.

What others see changes with a shared view, so sharing it, and every later change of it, is an event in the ledger.
"""

import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import User
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest, Forbidden, Invalid, NotVisible
from qms.lib.text import bad_character, tidy_field
from qms.records.events import log_event
from qms.records.transactions import in_one_transaction

from ..models import SavedView
from .listing import Listing

#: Views of one person in one register, and views shared in one register: what still can be chosen from at a glance.
MOST, MOST_SHARED = 20, 20
SHARERS = ("quality_manager", "administrator")
PLACE = ("after", "format")


def may_share(actor: Any) -> bool:
    """Whether the person may show views to everybody, and take back what others showed."""
    return reach(actor).anywhere(*SHARERS)


def views_for(register: Any, actor: Any) -> list[SavedView]:
    """The person's own views by name, then those shared by others, which somebody without a role does not get."""
    seen = Q(user_id=actor.pk)
    if reach(actor).is_insider or may_share(actor):
        seen |= Q(shared_at__isnull=False)
    rows = SavedView.objects.filter(seen, register=register.key).select_related("user").order_by("pk")
    return sorted(rows[: MOST + MOST_SHARED], key=lambda v: (v.user_id != actor.pk, v.name.casefold(), v.pk))


def view_for(register: Any, pk: int, actor: Any) -> SavedView:
    """One of them. Raises NotVisible."""
    found = next((view for view in views_for(register, actor) if view.pk == pk), None)
    if found is None:
        raise NotVisible(_("There is no such view that you may see."))
    return found


def parameters(query: str) -> dict[str, str]:
    """A query string as the address would hold it. Raises Invalid for what no list could have."""
    try:
        asked = dict(parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=50))
    except ValueError:
        raise Invalid(fields={"query": [_("This is no query of a list.")]}) from None
    if any(bad_character(word) for pair in asked.items() for word in pair):
        raise Invalid(fields={"query": [_("The query contains a control character.")]})
    return {name: value for name, value in asked.items() if name not in (*PLACE, "view")}


def shown_by(view: SavedView, register: Any, *, actor: Any, today: datetime.date, **place: str) -> Listing:
    """The list that a view stands for, as this person sees it. Raises BadRequest where the list has changed since."""
    asked = {**parameters(view.query), **place}
    listing = Listing(register, actor, asked, today, view=str(view.pk))
    listing.check()
    return listing


@in_one_transaction
def save_view(
    register: Any, *, name: str, query: str, actor: Any, at: datetime.datetime, is_default: bool = False,
    shared: bool = False, source: str = "page",
) -> SavedView:  # fmt: skip
    """Keep the state of a list under a name: only parameters that it knows, with values that it knows.

    Raises Invalid (name, query, too many of them) or Forbidden (sharing).
    """
    _own_row(actor)
    if SavedView.objects.filter(user=actor, register=register.key).count() >= MOST:
        raise Invalid(_("You have %d views of this list, and that is the most. Delete one of them first.") % MOST)
    view = SavedView(register=register.key, user=actor)
    view.name, view.query = _name(view, name), _query(register, query, actor, at)
    view.save()
    if is_default:
        _set_default(view, True)
    if shared:
        _set_shared(view, True, actor=actor, at=at, source=source)
    return view


@in_one_transaction
def change_view(
    view: SavedView, register: Any, *, actor: Any, at: datetime.datetime, name: str | None = None,
    query: str | None = None, is_default: bool | None = None, shared: bool | None = None, source: str = "page",
) -> SavedView:  # fmt: skip
    """Change what is given: the name, the state of the list, whether the list opens with it, whether it is shared.

    A view belongs to its owner; whoever may share may also stop others sharing. Raises Forbidden or Invalid.
    """
    _own_row(actor)
    _may_change(view, actor, content=name is not None or query is not None, shared=shared, is_default=is_default)
    was = {"name": view.name, "query": view.query}
    if name is not None:
        view.name = _name(view, name)
    if query is not None:
        view.query = _query(register, query, actor, at)
    view.save(update_fields=["name", "query"])
    if is_default is not None:
        _set_default(view, is_default)
    if view.shared_at and shared is not False and was != {"name": view.name, "query": view.query}:
        _log(view, "change", actor=actor, at=at, source=source, was=was)
    if shared is not None:
        _set_shared(view, shared, actor=actor, at=at, source=source)
    return view


@in_one_transaction
def delete_view(view: SavedView, *, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """Forget a view of one's own. Raises Forbidden."""
    if view.user_id != actor.pk:
        raise Forbidden(_("“%(name)s” belongs to %(who)s.") % _said(view))
    if view.shared_at:
        _log(view, "unshare", actor=actor, at=at, source=source)
    view.delete()


def _may_change(view: SavedView, actor: Any, *, content: bool, shared: bool | None, is_default: bool | None) -> None:
    """Raises Forbidden for somebody else's view, and for a change of what everybody sees by who may not share."""
    only_takes_back = shared is False and not content and is_default is None
    if view.user_id != actor.pk and not (only_takes_back and may_share(actor)):
        raise Forbidden(_("“%(name)s” belongs to %(who)s.") % _said(view))
    if content and view.shared_at and not may_share(actor):
        raise Forbidden(
            _("“%(name)s” is shared with everybody. Stop sharing it first, or save a new view.") % _said(view)
        )


def _set_shared(view: SavedView, shared: bool, *, actor: Any, at: datetime.datetime, source: str) -> None:
    if shared == (view.shared_at is not None):
        return
    if shared and not may_share(actor):
        raise Forbidden(_("Only a quality manager or an administrator shares a view with everybody."))
    if shared and SavedView.objects.filter(register=view.register, shared_at__isnull=False).count() >= MOST_SHARED:
        said = _("%d views of this list are shared, and that is the most. Have one of them taken back first.")
        raise Invalid(said % MOST_SHARED)
    view.shared_at = at if shared else None
    view.save(update_fields=["shared_at"])
    _log(view, "share" if shared else "unshare", actor=actor, at=at, source=source)


def _own_row(actor: Any) -> None:
    """Two requests of one person at once come one after the other: counting and naming would see half of it."""
    User.objects.select_for_update(no_key=True).filter(pk=actor.pk).values_list("pk").first()


def _name(view: SavedView, name: str) -> str:
    name = " ".join(tidy_field("name", name).split())
    if not name:
        raise Invalid(fields={"name": [_("Give the view a name.")]})
    if len(name) > 60:
        raise Invalid(fields={"name": [_("A name has at most %d characters.") % 60]})
    same = SavedView.objects.filter(user_id=view.user_id, register=view.register, name__iexact=name)
    if same.exclude(pk=view.pk).exists():
        raise Invalid(fields={"name": [_("You have a view called “%s” already.") % name]})
    return name


def _query(register: Any, query: str, actor: Any, at: datetime.datetime) -> str:
    try:
        listing = Listing(register, actor, parameters(query), timezone.localdate(at))
        listing.check()
    except BadRequest as refusal:
        raise Invalid(fields={"query": refusal.sentences}) from None
    if len(listing.query) > 1000:
        raise Invalid(fields={"query": [_("This list asks for more than a view can keep.")]})
    return listing.query


def _set_default(view: SavedView, is_default: bool) -> None:
    """Have the list open with this view and with no other, or with none."""
    if is_default:
        others = SavedView.objects.filter(user_id=view.user_id, register=view.register, is_default=True)
        others.exclude(pk=view.pk).update(is_default=False)
    view.is_default = is_default
    view.save(update_fields=["is_default"])


def _said(view: SavedView) -> dict[str, str]:
    return {"name": view.name, "who": view.user.printed_name}


def _log(view: SavedView, verb: str, *, actor: Any, at: datetime.datetime, source: str, **details: Any) -> None:
    log_event(
        subject=f"{view.register}: {view.name}", action=f"views.{verb}", actor=actor, at=at, source=source,
        name=view.name, query=view.query, owner=view.user.username, **details,
    )  # fmt: skip
