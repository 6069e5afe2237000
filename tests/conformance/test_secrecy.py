"""A person who may not see a record learns nothing of it, and cannot tell it from one that does not exist."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from qms.accounts.people import system_user
from qms.attachments.models import Attachment
from qms.notices.models import Notice
from qms.records.models import Entry
from qms.registers import registry
from qms.registers.people import deactivate, withdraw_role
from tests.conformance.world import SECRET, World, nothing_changes

CHANGING = re.compile(
    rb'(name="csrfmiddlewaretoken" value="|nonce="|csrf-token" content="|X-CSRFToken[^:]*: ?[^:]?)[^"&]+'
)
KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Content-Disposition", "Last-Modified", "X-Count")


@pytest.fixture
def secret(world: World) -> Any:
    """A record with everything on it, and people who may not see it: one without a role, one with roles elsewhere."""
    recipe = world.recipe
    record = world.edited(recipe.make(), title=f"{SECRET} in the title")
    other = recipe.make()
    record = world.attached(record, f"{SECRET}.txt", SECRET.encode())
    record = world.linked(record, other)
    world.commented(record, f"{SECRET} @stranger @foreign")
    if world.register.audience != "everyone":
        world.org.person("foreign", "quality_manager", "contributor", "approver", "auditor", unit="SOUTH", home="SOUTH")
    return recipe.fresh(record)


def outsiders(world: World) -> list[str]:
    return ["stranger", *(["foreign"] if "foreign" in world.org.people else [])]


def readable(answer: Any) -> str:
    """What stands in an answer, also inside of PDF and XLSX."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF-"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    return body.decode(errors="replace")


def as_seen(answer: Any, number: str) -> tuple[Any, ...]:
    """An answer without what differs from one request to the next, and with the number taken out."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = [answer.headers.get(name, "").replace(number, "N") for name in KEPT_HEADERS]
    return answer.status_code, headers, CHANGING.sub(rb"\1", body).replace(number.encode(), b"N")


def ghost(number: str) -> str:
    """A number of the same shape that nobody has."""
    digits = re.findall(r"\d+$", number)[0]
    made = number[: -len(digits)] + "9" * len(digits)
    assert not Entry.objects.filter(number=made).exists()
    return made


@pytest.mark.requirement("P11-10d")
def test_an_invisible_record_answers_like_one_that_does_not_exist(world: World, secret: Any) -> None:
    number, nobody = secret.number, ghost(secret.number)
    for who in outsiders(world):
        client = world.client(who)
        for there in world.pages(number) + world.endpoints(number):
            one, other = client.get(there), client.get(there.replace(number, nobody))
            assert one.status_code == 404, (who, there, one.status_code)
            assert as_seen(one, number) == as_seen(other, nobody), (who, there)


@pytest.mark.requirement("P11-10d", "P11-10f")
def test_a_change_of_an_invisible_record_answers_like_one_of_a_record_that_does_not_exist(
    world: World, secret: Any
) -> None:
    number, nobody, who = secret.number, ghost(secret.number), outsiders(world)[-1]
    verb = next(iter(world.register.lifecycle.transitions))
    page, api = f"/{world.register.key}/{number}/", f"/api/v1/{world.register.key}/{number}/"
    parts = [page + p for p in ("", "edit/", f"do/{verb}/", "files/", "links/", "comment/")]
    parts += [api + p for p in ("", f"transitions/{verb}/", "links/", "links/1/", "files/", "files/1/", "comments/")]
    body = {"rev": 1, "text": "x", "title": "x", "reason": "There is one, surely."}
    with nothing_changes():
        for url in parts:
            for method in ("POST", "PATCH", "DELETE"):
                sent = [
                    world.client(who).generic(
                        method, address, json.dumps(body), "application/json", headers={"If-Match": '"1"'}
                    )
                    for address in (url, url.replace(number, nobody))
                ]
                assert sent[0].status_code in (404, 405, 400, 415), (method, url, sent[0].status_code)
                assert as_seen(sent[0], number) == as_seen(sent[1], nobody), (method, url)


def test_a_stranger_finds_nothing_in_lists_search_and_exports(world: World, secret: Any) -> None:
    key, number = world.register.key, secret.number
    asked = [
        f"/{key}/", f"/{key}/?phase=all", f"/{key}/?phase=all&q={SECRET}", f"/{key}/?phase=all&q={number}",
        f"/{key}/?phase=all&format=csv", f"/{key}/?phase=all&format=xlsx", f"/{key}/print/?phase=all",
        f"/{key}/?phase=all&format=csv&columns=all",
        f"/search/?q={SECRET}", f"/search/?q={number}", f"/palette/?q={SECRET}", f"/palette/?q={number}", "/", "/work/",
        "/notices/", f"/api/v1/{key}/", f"/api/v1/{key}/?phase=all", f"/api/v1/{key}/?phase=all&q={SECRET}",
        f"/api/v1/search/?q={SECRET}", f"/api/v1/search/?q={number}", "/api/v1/notices/", "/api/v1/ledger/",
        f"/api/v1/ledger/?number={number}",
    ]  # fmt: skip
    for who in outsiders(world):
        for url in asked:
            answer = world.client(who).get(url)
            assert answer.status_code in (200, 403, 404), (who, url, answer.status_code)
            text = readable(answer)
            assert f"{SECRET} in the title" not in text, (who, url)
            found = re.findall(re.escape(number) + r"(?!\d|-L)", text)
            assert not found or number in url, (who, url)  # a page may repeat what it was asked for
    for columns in ("", "&columns=all"):
        assert f"{SECRET} in the title" in readable(world.boss.get(f"/{key}/?phase=all&format=csv{columns}"))
    assert f"{SECRET} in the title" in readable(world.boss.get(f"/search/?q={SECRET}"))


def test_counts_leave_out_what_is_invisible(world: World, secret: Any) -> None:
    for who in outsiders(world):
        rows = world.client(who).get(f"/api/v1/{world.register.key}/?phase=all")
        if rows.status_code == 200:
            assert rows.json()["results"] == []
        page = world.client(who).get(f"/{world.register.key}/?phase=all&format=csv")
        if page.status_code == 200:
            assert len(readable(page).strip().splitlines()) <= 1, "the head at most"


def test_whoever_made_a_record_keeps_seeing_it_on_every_surface(world: World) -> None:
    """Without any role left, and owned by somebody else where it has an owner (decision 11)."""
    record = world.recipe.make()
    if not world.register.author_stays:
        assert not record.entry.involved.filter(part="author").exists()
        return
    author = record.created_by
    if "owner" in world.register.editable:
        record = world.edited(record, owner=world.org["approver"])
    for grant in author.grants.all():
        withdraw_role(grant=grant, actor=system_user(), at=world.clock(), reason="Works elsewhere now.")
    client, number, key = world.client(author.username), record.number, world.register.key
    for url in world.pages(number) + world.endpoints(number):
        assert client.get(url).status_code in (200, 301, 403, 405, 409), url
    assert client.get(f"/{key}/{number}/").status_code == client.get(f"/api/v1/{key}/{number}/").status_code == 200
    for url in (f"/{key}/?phase=all", f"/{key}/?phase=all&format=csv", f"/search/?q={number}", f"/palette/?q={number}",
                f"/api/v1/{key}/?phase=all"):  # fmt: skip
        assert number in readable(client.get(url)), url


def test_a_strangers_files_and_notices_are_none(world: World, secret: Any) -> None:
    attachment = Attachment.objects.get(entry=secret.pk)
    for who in outsiders(world):
        client = world.client(who)
        urls = [f"/files/{pk}/" for pk in (attachment.pk, 999_999)]
        there, not_there = (as_seen(client.get(url), url) for url in urls)
        assert there[0] == 404 and there == not_there
        assert not Notice.objects.filter(user=world.org[who], entry__register=world.register.key).exists()
    assert readable(world.boss.get(f"/files/{attachment.pk}/")) == SECRET


def test_a_link_from_a_visible_record_does_not_tell_of_an_invisible_one(world: World, secret: Any) -> None:
    """On neither page, in no tab, in no print, by no endpoint; with its history of links and unlinks."""
    if "foreign" not in world.org.people:
        return  # everybody with a role sees this register
    processes, boss = registry["processes"], world.org[world.recipe.boss]
    process = processes.create(actor=boss, at=world.clock(), title="Seen by all", purpose="p", owner=boss)
    process = processes.link(process, kind="concerns", target=secret.number, rev=1, actor=boss, at=world.clock())
    kinds = world.register.link_kinds or ("raises",)
    world.recipe.register.link(
        world.recipe.fresh(secret), kind=kinds[0], target=process.number, rev=None, actor=boss, at=world.clock()
    )
    here, api = f"/processes/{process.number}/", f"/api/v1/processes/{process.number}/"
    parts = ["", "history/", "links/", "files/", "signatures/", "print/"]
    foreign = world.client("foreign")
    for url in [here + p for p in parts] + [api + p for p in [*parts, "comments/", "transitions/"]]:
        answer = foreign.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        text = readable(answer)
        assert secret.number not in text and SECRET not in text, url
    for url in ("/processes/?phase=all&format=csv", "/api/v1/ledger/", "/ledger/", "/", "/work/"):
        text = readable(foreign.get(url))
        assert secret.number not in text and SECRET not in text, url
    assert secret.number in readable(world.boss.get(here + "links/"))


@pytest.mark.requirement("P11-10d")
def test_whoever_is_not_signed_in_gets_the_door_or_401(world: World, anonymous: Client) -> None:
    record = world.recipe.make()
    for url in [*world.pages(record.number), f"/{world.register.key}/", f"/{world.register.key}/new/"]:
        answer = anonymous.get(url)
        assert answer.status_code == 302 and "/account/login/" in answer["Location"], url
    for url in [*world.endpoints(record.number), f"/api/v1/{world.register.key}/"]:
        assert anonymous.get(url).status_code == 401, url


@pytest.mark.requirement("P11-10d")
def test_a_deactivated_person_is_out_at_once(world: World) -> None:
    record, client = world.recipe.make(), world.boss
    assert client.get(f"/{world.register.key}/{record.number}/").status_code == 200
    boss = world.org[world.recipe.boss]
    deactivate(user=boss, actor=system_user(), at=world.clock(), reason="Left the company.")
    assert client.get(f"/{world.register.key}/{record.number}/").status_code == 302
    assert client.get(f"/api/v1/{world.register.key}/{record.number}/").status_code == 401
