"""Somebody from outside sees what his audit covers, everywhere and nothing else, until his last day."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audits.services.fieldwork import make_checklist
from audits.services.opening import open_all
from qms.accounts.people import system_user
from qms.accounts.tokens import create_token
from qms.attachments.models import Attachment
from qms.jobs.sweep import tick
from qms.records.models import LedgerRow, ReadGrant
from qms.registers import people, registry
from tests.audits.conftest import Story
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.requirement("P11-10d", "P11-10g-1")]
LATER = datetime.timedelta(days=20)


def invite(story: Story, until: datetime.date | None) -> Any:
    """The account of an auditor from outside, until a day."""
    if "outside" not in story.org.people:
        story.org.person("outside", home=None)
    people.grant_role(
        user=story.org.people["outside"], role="external_auditor", unit=story.org.units["HQ"], actor=system_user(),
        at=story.clock(), until=until,
    )  # fmt: skip
    return story.org["outside"]


def case(story: Story, finding: Any) -> Any:
    """A nonconformity that a finding raised, with a file; and what has nothing to do with the audit."""
    register = registry["nonconformities"]
    made = register.create(
        actor=story.org["manager"], at=story.clock(), title="Records are missing", description="In May.",
        links=[("addresses", finding.entry)],
    )  # fmt: skip
    return register.attach(
        made, name="seen.txt", data=b"seen", rev=made.rev, actor=story.org["manager"], at=story.clock()
    )


def urls(record: Any, key: str) -> list[str]:
    return [
        f"/{key}/{record.number}/", f"/{key}/{record.number}/history/", f"/r/{record.number}",
        f"/api/v1/{key}/{record.number}/", f"/api/v1/{key}/{record.number}/files/",
    ]  # fmt: skip


def found(client: Client, record: Any, key: str) -> list[bool]:
    """Whether search, list and their endpoints show the record."""
    q = f"q={record.number}"
    pages = [f"/search/?{q}", f"/{key}/?phase=all&{q}", f"/api/v1/search/?{q}", f"/api/v1/{key}/?phase=all&{q}"]
    return [record.title in client.get(url).content.decode() for url in pages]


def test_an_external_auditor_sees_what_the_audit_covers_until_the_last_day(story: Story) -> None:
    outside = invite(story, timezone.localdate() + LATER)
    audit = story.on_site(team=[story.org["second"].pk, outside.pk])
    line = make_checklist(audit, actor=story.org["lead"], at=story.clock())[0]
    finding = story.finding(audit)
    nonconformity = case(story, finding)
    other = story.new_process("Purchasing", owner="auditee")
    hidden = registry["nonconformities"].create(
        actor=story.org["manager"], at=story.clock(), title="Another matter", description="d"
    )
    open_all(at=story.clock())
    client = Client()
    client.force_login(outside)
    covered = [
        (audit, "audits"), (line, "checklist-lines"), (finding, "findings"), (nonconformity, "nonconformities"),
        (story.process, "processes"),
    ]  # fmt: skip
    file = f"/files/{Attachment.objects.get(entry=nonconformity.pk).pk}/"
    for record, key in covered:
        for url in urls(record, key):
            assert client.get(url).status_code in (200, 301), url
        assert all(found(client, record, key)), record
    assert b"".join(client.get(file).streaming_content) == b"seen"
    for record, key in ((other, "processes"), (hidden, "nonconformities")):
        for url in urls(record, key):
            assert client.get(url).status_code == 404, url
        assert not any(found(client, record, key)), record
    _row, token = create_token(user=outside, name="reader", at=timezone.now(), scope="read")
    head = {"Authorization": f"Bearer {token}"}
    assert Client().get(f"/api/v1/audits/{audit.number}/", headers=head).status_code == 200

    invite(story, timezone.localdate() - datetime.timedelta(days=1))
    gone = Client()
    gone.force_login(story.org["outside"])
    for record, key in covered:
        for url in urls(record, key):
            assert gone.get(url).status_code in (302, 401, 404), url
        with pytest.raises(Exception, match="no record"):
            registry[key].get(record.number, story.org["outside"])
        assert not registry[key].visible(story.org["outside"]).exists()
    assert Client().get(f"/api/v1/audits/{audit.number}/", headers=head).status_code == 401
    door = Client()
    sent = door.post("/account/login/", {"login": "outside", "password": PASSWORD})
    assert sent.status_code == 403 and "Your access has ended" in sent.content.decode()
    assert "_auth_user_id" not in door.session


def test_what_comes_later_follows_in_a_sweep_and_what_is_unlinked_is_closed(story: Story) -> None:
    outside = invite(story, None)
    audit = story.on_site(auditees=[story.org["auditee"].pk, outside.pk])
    finding = story.finding(audit)
    nonconformity = case(story, finding)
    assert [tick(at=story.clock()).done["audit-access"] > 0 for _ in range(2)] == [True, False]
    assert registry["nonconformities"].get(nonconformity.number, story.org["outside"])
    logged = LedgerRow.objects.filter(action="access.grant", subject="outside")
    assert logged.count() >= 2 and nonconformity.number in bytes(logged.latest("pk").body).decode()
    link = nonconformity.entry.links_out.get()
    fresh = story.fresh(nonconformity)
    registry["nonconformities"].unlink(
        fresh, link=link.pk, rev=fresh.rev, actor=story.org["manager"], at=story.clock(), reason="It is another matter."
    )
    open_all(at=story.clock())
    assert not registry["nonconformities"].visible(story.org["outside"]).exists()
    assert LedgerRow.objects.filter(action="access.withdraw", subject="outside").count() == 1


def test_whoever_leaves_the_audit_sees_no_more_of_it(story: Story) -> None:
    outside = invite(story, None)
    audit = story.plan(team=[outside.pk])
    assert registry["audits"].get(audit.number, story.org["outside"]) and ReadGrant.objects.exists()
    story.edit(audit, "lead", team=[story.org["second"].pk])
    assert not ReadGrant.objects.exists() and not registry["audits"].visible(story.org["outside"]).exists()


def test_what_is_narrowed_to_few_people_is_not_opened(story: Story) -> None:
    outside = invite(story, None)
    audit = story.on_site(team=[outside.pk])
    secret = case(story, story.finding(audit))
    fresh = story.fresh(secret)
    registry["nonconformities"].edit(
        fresh, rev=fresh.rev, actor=story.org["manager"], at=story.clock(), audience="named", reason="It is personal."
    )
    open_all(at=story.clock())
    assert not registry["nonconformities"].visible(story.org["outside"]).exists()


def test_grants_count_for_nobody_but_people_from_outside(story: Story) -> None:
    """Whoever becomes an employee is judged by his roles; a grant that was given before opens nothing more."""
    outside = invite(story, None)
    audit = story.on_site(team=[outside.pk])
    nonconformity = case(story, story.finding(audit))
    open_all(at=story.clock())
    [role] = story.org.grants("outside")
    people.withdraw_role(grant=role, actor=system_user(), at=story.clock(), reason="Works for us now.")
    assert not registry["nonconformities"].visible(story.org["outside"]).filter(pk=nonconformity.pk).exists()
