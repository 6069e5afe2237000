"""Verbs about people: every one of them is a ledger row, so that rights can be traced like records (Annex 11, 12)."""

import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qms.accounts.models import Acceptance, ApiToken, Contact, Grant, Unit, User
from qms.accounts.people import new_unit, system_user
from qms.accounts.reach import forget_reach, reach
from qms.accounts.roles import ROLES
from qms.accounts.statement import VERSION
from qms.accounts.tokens import create_token
from qms.lib.errors import Forbidden, Invalid
from qms.lib.text import check_reason, tidy_field
from qms.records.events import log_event
from qms.records.models import LedgerRow
from qms.records.transactions import in_one_transaction

from . import telling

REFUSED_SIGN_IN = "people.refused_sign_in"
#: As many refusals in as many minutes lock a person's sign-in.
SIGN_IN_FAILURES, SIGN_IN_LOCK_MINUTES = 5, 5


def _require_administrator(actor: Any) -> None:
    if not (actor.username == "system" or reach(actor).anywhere("administrator")):
        raise Forbidden(_("Only an administrator manages people and roles."))


@in_one_transaction
def create_user(
    *, username: str, name: str, email: str, unit: Unit | None, password: str | None, actor: Any,
    at: datetime.datetime, source: str = "page", identity_verified_by: str = "", must_set_password: bool = True,
) -> User:  # fmt: skip
    """Add a person. A password that somebody else chose must be changed before the first signature.

    Raises Forbidden, or Invalid when the name or address is taken or the password too weak.
    """
    _require_administrator(actor)
    username = tidy_field("username", username).lower()
    user = User(username=username, display_name=tidy_field("name", name), email=tidy_field("email", email), unit=unit)
    user.must_set_password, user.identity_verified_by = must_set_password, identity_verified_by
    try:
        user.full_clean(exclude=["password"])
        if password is not None:
            validate_password(password, user)
    except ValidationError as error:
        raise Invalid(
            fields=getattr(error, "error_dict", None) and error.message_dict or {"password": error.messages}
        ) from None
    user.set_password(password) if password is not None else user.set_unusable_password()
    user.save()
    log_event(subject=username, action="people.create", actor=actor, at=at, source=source, name=user.display_name)
    return user


@in_one_transaction
def grant_role(
    *, user: User, role: str, unit: Unit, actor: Any, at: datetime.datetime, source: str = "page", reason: str = "",
    until: datetime.date | None = None,
) -> Grant:  # fmt: skip
    """Give a person a role in a unit and below it.

    Raises Forbidden, or Invalid for an unknown role or somebody deactivated.
    """
    _require_administrator(actor)
    if role not in ROLES:
        raise Invalid(fields={"role": [_("There is no role “%s”.") % role]})
    if not user.is_active:
        raise Invalid(_("%s is deactivated and can be given no role.") % user.printed_name)
    grant, _new = Grant.objects.update_or_create(
        user=user, role=role, unit=unit,
        defaults={"granted_by": actor.printed_name, "granted_at": at, "until": until},
    )  # fmt: skip
    forget_reach(user)
    log_event(
        subject=user.username, action="people.grant", actor=actor, at=at, source=source, reason=reason, role=role,
        unit=unit.code, until=until,
    )  # fmt: skip
    return grant


@in_one_transaction
def withdraw_role(*, grant: Grant, actor: Any, at: datetime.datetime, reason: str, source: str = "page") -> None:
    """Take a role back; it ends at once. Asks a reason."""
    _require_administrator(actor)
    end_grant(grant=grant, actor=actor, at=at, reason=check_reason(reason), source=source)


def end_grant(*, grant: Grant, actor: Any, at: datetime.datetime, reason: str, source: str) -> None:
    """Take a role back in the name of somebody whose right to do so was checked."""
    log_event(
        subject=grant.user.username, action="people.withdraw", actor=actor, at=at, source=source, reason=reason,
        role=grant.role, unit=grant.unit.code,
    )  # fmt: skip
    forget_reach(grant.user)
    grant.delete()


@in_one_transaction
def deactivate(*, user: User, actor: Any, at: datetime.datetime, reason: str, source: str = "page") -> None:
    """End a person's access now: sessions and tokens too. The person stays in every record."""
    _require_administrator(actor)
    reason = check_reason(reason)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    end_sessions(user)
    log_event(subject=user.username, action="people.deactivate", actor=actor, at=at, source=source, reason=reason)


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


@in_one_transaction
def reset_password(*, user: User, password: str, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """Set a first password for somebody else; he must choose his own before signing (21 CFR 11.300(c))."""
    _require_administrator(actor)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(fields={"password": error.messages}) from None
    user.set_password(password)
    user.must_set_password = user.pk != actor.pk
    user.save(update_fields=["password", "must_set_password"])
    end_sessions(user)
    log_event(subject=user.username, action="people.reset_password", actor=actor, at=at, source=source)


@in_one_transaction
def accept_statement(*, actor: Any, at: datetime.datetime, source: str = "page") -> Acceptance:
    """Accept the present statement on signature accountability."""
    row, new = Acceptance.objects.get_or_create(user=actor, version=VERSION, defaults={"at": at})
    if new:
        log_event(
            subject=actor.username, action="people.accept_statement", actor=actor, at=at, source=source, version=VERSION
        )
    return row


@in_one_transaction
def note_refused_sign_in(*, user: User, at: datetime.datetime, source: str = "page") -> None:
    """Keep that a sign-in under this person's name was refused; the one that locks the name is reported at once.

    Nobody is signed in, so the clock's user stands as the actor (21 CFR 11.300(d)).
    """
    log_event(subject=user.username, action=REFUSED_SIGN_IN, actor=system_user(), at=at, source=source)
    if sign_in_is_locked(user, at=at):
        telling.of_locked_sign_in(user, at=at)


def sign_in_is_locked(user: User, *, at: datetime.datetime) -> bool:
    """Whether so many sign-ins were refused just now that none is tried, whichever name or address was typed."""
    since = at - datetime.timedelta(minutes=SIGN_IN_LOCK_MINUTES)
    refused = LedgerRow.objects.filter(action=REFUSED_SIGN_IN, subject=user.username, at__gt=since)
    return refused.count() >= SIGN_IN_FAILURES


@in_one_transaction
def issue_token(
    *, user: User, name: str, scope: str, days: int, actor: Any, at: datetime.datetime, source: str = "page"
) -> tuple[ApiToken, str]:
    """A new API token for oneself (an administrator: for anybody) and its text, shown this once."""
    if user.pk != actor.pk:
        _require_administrator(actor)
    row, text = create_token(user=user, name=name, at=at, scope=scope, days=days)
    log_event(
        subject=user.username, action="people.issue_token", actor=actor, at=at, source=source, token=row.pk, scope=scope
    )
    return row, text


@in_one_transaction
def revoke_token(*, token: ApiToken, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """End a token now."""
    if token.user_id != actor.pk:
        _require_administrator(actor)
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    log_event(
        subject=token.user.username, action="people.revoke_token", actor=actor, at=at, source=source, token=token.pk
    )


@in_one_transaction
def add_unit(
    *, code: str, name: str, parent: Unit | None, actor: Any, at: datetime.datetime, time_zone: str = "",
    country: str = "", source: str = "page",
) -> Unit:  # fmt: skip
    """Add a unit to the tree."""
    _require_administrator(actor)
    unit = new_unit(code=code, name=name, parent=parent, time_zone=time_zone, country=country)
    log_event(subject=unit.code, action="units.create", actor=actor, at=at, source=source, name=name)
    return unit


@in_one_transaction
def erase_contact(*, contact: Contact, actor: Any, at: datetime.datetime, reason: str, source: str = "page") -> None:
    """Erase what is known of an outside person; records keep the id alone (GDPR Art. 17)."""
    if not reach(actor).anywhere("privacy_officer", "administrator"):
        raise Forbidden(_("Only the privacy officer or an administrator erases contacts."))
    reason = check_reason(reason)
    contact.name = contact.organisation = contact.email = contact.phone = ""
    contact.erased_at = at
    contact.save()
    log_event(
        subject=f"contact {contact.pk}", action="contacts.erase", actor=actor, at=at, source=source, reason=reason
    )
