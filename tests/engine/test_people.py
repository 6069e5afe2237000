"""Verbs about people: each one is a ledger row, and nobody but an administrator carries them out."""

import datetime
import json
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction

from qms.accounts.models import ApiToken, Contact, Grant, User
from qms.accounts.people import system_user, users_with
from qms.accounts.tokens import PREFIX, find_token
from qms.lib.errors import Forbidden, Invalid, Refused
from qms.records.models import LedgerRow
from qms.registers import people
from qms.registers.verify import verify
from tests.factories.people import PASSWORD

WHY = "The project has ended."


def events(since: int) -> list[tuple[str, str]]:
    """(action, subject) of the ledger rows after one."""
    rows = LedgerRow.objects.filter(pk__gt=since).order_by("pk")
    assert all(r.entry_id is None and r.rev is None and r.content_hash is None for r in rows)
    return list(rows.values_list("action", "subject"))


def last_row() -> int:
    return LedgerRow.objects.order_by("-pk").values_list("pk", flat=True)[0]


@pytest.mark.requirement("P11-10e-1")
def test_every_verb_about_people_is_in_the_ledger(org: Any, clock: Any) -> None:
    boss = org.person("boss", "administrator")
    since, at, by = last_row(), clock(), {"actor": org["boss"], "at": clock(), "source": "page:9"}
    user = people.create_user(
        username="New.One", name="New One", email="n@example.org", unit=None, password=PASSWORD, **by
    )
    unit = people.add_unit(code="WEST", name="West", parent=org.units["HQ"], **by)
    grant = people.grant_role(user=user, role="reader", unit=unit, until=at.date(), reason="Holiday cover.", **by)
    people.withdraw_role(grant=grant, reason=WHY, **by)
    people.reset_password(user=user, password="another long password", **by)
    people.accept_statement(actor=user, at=at)
    people.accept_statement(actor=user, at=at)
    token, text = people.issue_token(user=user, name="CI", scope="read", days=5, **by)
    people.revoke_token(token=token, **by)
    contact = Contact.objects.create(name="Somebody Outside")
    people.erase_contact(contact=contact, reason=WHY, **by)
    people.deactivate(user=user, reason=WHY, **by)
    assert events(since) == [
        ("people.create", "new.one"), ("units.create", "WEST"), ("people.grant", "new.one"),
        ("people.withdraw", "new.one"), ("people.reset_password", "new.one"), ("people.accept_statement", "new.one"),
        ("people.issue_token", "new.one"), ("people.revoke_token", "new.one"),
        ("contacts.erase", f"contact {contact.pk}"), ("people.deactivate", "new.one"),
    ]  # fmt: skip
    row = LedgerRow.objects.get(action="people.withdraw")
    assert (row.actor_id, row.actor_name, row.reason, row.source) == (boss.pk, "Boss Example", WHY, "page:9")
    assert json.loads(bytes(row.body))["details"] == {"role": "reader", "unit": "WEST"}
    kept = b"".join(bytes(b) for b in LedgerRow.objects.values_list("body", flat=True)).decode()
    for secret in (PASSWORD, "another long password", text, token.digest, "Somebody Outside"):
        assert secret not in kept, "the ledger holds no secret and no name of an outsider"
    assert list(verify()) == []


@pytest.mark.requirement("P11-10g-1")
def test_only_an_administrator_manages_people(org: Any, clock: Any) -> None:
    since = last_row()
    author, by = org["author"], {"actor": org["approver"], "at": clock()}
    grant = Grant.objects.get(user=author)
    token, _text = people.issue_token(user=author, name="CI", scope="read", days=5, actor=author, at=clock())
    contact = Contact.objects.create(name="Somebody Outside")
    tries: list[Any] = [
        lambda: people.create_user(username="x", name="X", email="", unit=None, password=None, **by),
        lambda: people.add_unit(code="X", name="X", parent=None, **by),
        lambda: people.grant_role(user=org["approver"], role="administrator", unit=org.units["HQ"], **by),
        lambda: people.withdraw_role(grant=grant, reason=WHY, **by),
        lambda: people.deactivate(user=author, reason=WHY, **by),
        lambda: people.reset_password(user=author, password="another long password", **by),
        lambda: people.issue_token(user=author, name="CI", scope="read", days=5, **by),
        lambda: people.revoke_token(token=token, **by),
        lambda: people.erase_contact(contact=contact, reason=WHY, **by),
    ]
    for attempt in tries:
        with pytest.raises(Forbidden):
            attempt()
    assert events(since) == [("people.issue_token", "author")]
    assert org["author"].is_active and Contact.objects.get().name


def test_an_administrator_role_in_one_unit_is_enough_and_none_below_matters(org: Any, clock: Any) -> None:
    org.person("boss", "administrator", unit="LINE")
    people.add_unit(code="X", name="X", parent=None, actor=org["boss"], at=clock())


@pytest.mark.requirement("P11-10d", "P11-300a")
def test_names_and_addresses_are_taken_once_whatever_their_case(org: Any, clock: Any) -> None:
    by = {"unit": None, "password": PASSWORD, "actor": system_user(), "at": clock()}
    for username, email in (("AUTHOR", "new@example.org"), ("newcomer", "Author@Example.org"), ("Author ", "")):
        with pytest.raises(Invalid):
            people.create_user(username=username, name="Twin", email=email, **by)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="AuThor")


@pytest.mark.parametrize("password", ["short", "123123123123", "newcomer1234", ""])
def test_a_weak_password_is_refused(org: Any, clock: Any, password: str) -> None:
    with pytest.raises(Invalid) as caught:
        people.create_user(
            username="newcomer", name="New", email="", unit=None, password=password, actor=system_user(), at=clock()
        )
    assert "password" in caught.value.fields
    weak = password.replace("newcomer", "author")
    with pytest.raises(Invalid):
        people.reset_password(user=org["author"], password=weak, actor=system_user(), at=clock())
    assert org["author"].check_password(PASSWORD)


@pytest.mark.parametrize("values", [{"username": "a\x00b"}, {"name": "a\x00b"}, {"username": ""}, {"username": "a b"}])
def test_a_bad_name_is_refused(org: Any, clock: Any, values: dict[str, str]) -> None:
    given = {"username": "newcomer", "name": "New", "email": "", **values}
    with pytest.raises(Invalid):
        people.create_user(**given, unit=None, password=PASSWORD, actor=system_user(), at=clock())


def test_an_unknown_role_and_an_empty_reason_are_refused(org: Any, clock: Any) -> None:
    by = {"actor": system_user(), "at": clock()}
    with pytest.raises(Invalid):
        people.grant_role(user=org["author"], role="king", unit=org.units["HQ"], **by)
    for verb in (
        lambda: people.withdraw_role(grant=Grant.objects.get(user=org["author"]), reason="x", **by),
        lambda: people.deactivate(user=org["author"], reason=" ", **by),
    ):
        with pytest.raises(Invalid):
            verb()
    assert org["author"].is_active and Grant.objects.filter(user=org["author"]).exists()


@pytest.mark.requirement("P11-10d")
def test_deactivation_ends_sessions_and_tokens(org: Any, clock: Any) -> None:
    now = datetime.datetime.now(datetime.UTC)
    _row, text = people.issue_token(user=org["author"], name="CI", scope="write", days=5, actor=org["author"], at=now)
    sessions = {}
    for name in ("author", "approver"):
        session = SessionStore()
        session["_auth_user_id"] = str(org[name].pk)
        session.save()
        sessions[name] = session.session_key
    assert find_token(text, at=now) is not None
    people.deactivate(user=org["author"], actor=system_user(), at=now, reason=WHY)
    assert find_token(text, at=now) is None
    assert not SessionStore().exists(sessions["author"]) and SessionStore().exists(sessions["approver"])
    with pytest.raises(Refused):
        people.issue_token(user=org["author"], name="CI", scope="write", days=5, actor=system_user(), at=now)


def test_a_token_is_kept_as_a_hash_expires_and_is_revoked(org: Any) -> None:
    now = datetime.datetime.now(datetime.UTC)
    row, text = people.issue_token(user=org["author"], name="CI", scope="write", days=5, actor=org["author"], at=now)
    assert text.startswith(PREFIX) and text not in str(ApiToken.objects.values().get())
    assert find_token(text, at=now + datetime.timedelta(days=4, hours=23)) == row
    assert find_token(text, at=now + datetime.timedelta(days=5)) is None
    assert find_token(text + "x", at=now) is None and find_token("", at=now) is None
    people.revoke_token(token=row, actor=org["author"], at=now)
    assert find_token(text, at=now) is None


def test_people_with_a_role_are_found_in_the_unit_and_above_while_it_lasts(org: Any, clock: Any) -> None:
    org.person("chief", "quality_manager", unit="HQ")
    org.person("south", "quality_manager", unit="SOUTH")
    temp = org.person("temp")
    yesterday = datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=2)
    grant = {"role": "quality_manager", "unit": org.units["NORTH"], "actor": system_user(), "at": clock()}
    people.grant_role(user=temp, until=yesterday, **grant)
    assert set(users_with("quality_manager", org.units["LINE"])) == {org["chief"], org["approver"]}
    assert set(users_with("quality_manager", org.units["HQ"])) == {org["chief"]}
    people.deactivate(user=org["chief"], actor=system_user(), at=clock(), reason=WHY)
    assert set(users_with("quality_manager", org.units["SOUTH"])) == {org["south"]}


def test_erasing_a_contact_leaves_its_id(org: Any, clock: Any) -> None:
    org.person("dpo", "privacy_officer")
    contact = Contact.objects.create(
        name="Somebody Outside", organisation="Elsewhere", email="s@example.org", phone="1"
    )
    people.erase_contact(contact=contact, actor=org["dpo"], at=clock(), reason="She asked for it (GDPR 17).")
    row = Contact.objects.get(pk=contact.pk)
    assert (row.name, row.organisation, row.email, row.phone) == ("", "", "", "") and row.erased_at
    assert str(row) == f"contact {contact.pk}"
