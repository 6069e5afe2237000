"""Mappings where people see them: side by side, on the page of a clause, over the API; and importing by page."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qms.accounts.models import Grant
from qms.registers import registry
from standards.models import Edition, Requirement, StandardImport
from tests.processes.made import AT, VALUES, some_people
from tests.standards.files import ORCHARD, brought, library, mapping, node, pair, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> SimpleNamespace:
    """Somebody who may write a process, and a stranger without a role."""
    return some_people()


def client_of(user: Any) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:300]
    return answer.content.decode()


def test_a_record_reaches_a_clause_directly_or_by_mapping_and_a_weak_one_only_in_part(people: SimpleNamespace) -> None:
    made = {**VALUES, "clauses": ["iso42001-2023:A.6.2.6", "iso42001-2023:10.1"]}
    registry["processes"].create(actor=people.quality, at=AT, **made)
    client = client_of(people.quality)
    direct = page_of(client, "/standards/iso42001-2023/A.6.2.6/")
    assert "PRO-0001" in direct and "By mapping" not in direct
    by_mapping = page_of(client, "/standards/nist-ai-rmf-1/MEASURE.2.4/")
    assert "What it has reaches it by mapping." in by_mapping
    block = by_mapping[by_mapping.index("By mapping") :]
    assert "PRO-0001" in block and "ISO/IEC 42001:2023 A.6.2.6" in block and ">fully<" in block
    weak = page_of(client, "/standards/nist-ai-rmf-1/MANAGE.2.4/")
    assert ">in part<" in weak[weak.index("By mapping") :] and ">fully<" not in weak
    assert "PRO-0001" not in page_of(client_of(people.stranger), "/standards/nist-ai-rmf-1/MEASURE.2.4/")


def test_a_record_that_does_both_is_shown_once_as_direct(people: SimpleNamespace) -> None:
    made = {**VALUES, "clauses": ["iso42001-2023:7.2", "iso9001-2015:7.2"]}
    registry["processes"].create(actor=people.quality, at=AT, **made)
    page = page_of(client_of(people.quality), "/standards/iso9001-2015/7.2/")
    assert page.count(">PRO-0001<") == 1 and "By mapping" not in page


def test_an_application_date_shows_on_the_page_of_a_clause(people: SimpleNamespace) -> None:
    page = page_of(client_of(people.quality), "/standards/aiact-2024/17.1.h/")
    assert "Art. 17(1)(h) Post-market monitoring" in page
    assert page.index("Applies from") < page.index("2 Dec 2027") < page.index("2 Aug 2028")
    assert "as amended in 2026" in page and "checked on 2026-11-23" in page
    assert "Applies from" not in page_of(client_of(people.quality), "/standards/iso9001-2015/9.2.2/")


def test_two_editions_stand_side_by_side_page_by_page(people: SimpleNamespace) -> None:
    client, seen, address = client_of(people.quality), 0, "/standards/mappings/iso42001-nist-ai-rmf/"
    page = page_of(client, address)
    assert "Our own judgement" in page and "Mapped to nothing" in page
    assert page.count("<tr>") == 101 and "Next rows" in page
    following = page[page.index("?after=") :].split('"')[0]
    rest = page_of(client, address + following)
    seen = page.count("<tr>") + rest.count("<tr>") - 2
    assert seen == 106 and "Next rows" not in rest
    assert client.get(address + "?after=x").status_code == 400
    assert client.get("/standards/mappings/none/").status_code == 404
    assert "/standards/mappings/iso42001-nist-ai-rmf/" in page_of(client, "/standards/")


def test_the_api_gives_every_row_once_with_what_it_passes_on(people: SimpleNamespace) -> None:
    client = client_of(people.quality)
    sets = {s["key"]: s for s in client.get("/api/v1/standards/mappings/").json()["results"]}
    assert sets["iso42001-aiact"]["rows"] == 98 and sets["iso42001-aiact"]["source"] == "iso42001-2023"
    rows, address = [], "/api/v1/standards/mappings/iso42001-aiact/rows/?limit=40"
    while address:
        page = client.get(address).json()
        rows += page["results"]
        address = page["next"]
    assert len({(r["source"], r["target"]) for r in rows}) == len(rows) == page["count"] == 98
    one = next(r for r in rows if (r["source"], r["target"]) == ("iso42001-2023:A.7.6", "aiact-2024:10.2.c"))
    assert (one["relation"], one["strength"], one["passes_on"]) == ("equal", 8, "full")
    assert client.get("/api/v1/standards/mappings/iso42001-aiact/rows/?cursor=x").status_code == 400
    assert client.post("/api/v1/standards/mappings/iso42001-aiact/rows/").status_code in (403, 405)
    rows = client.get("/api/v1/standards/aiact-2024/requirements/?limit=500").json()["results"]
    article = next(r for r in rows if r["ref"] == "50.2")
    assert article["applies_from"] == [
        {"on": "2026-12-02", "what": "marking", "source": "Art. 50(2), 111(4) as amended in 2026"}
    ]


ADDRESSES = (
    "/standards/", "/standards/orchard-1-1/", "/standards/mappings/orchard-to-nine/", "/standards/iso9001-2015/9.2.2/",
    "/api/v1/standards/mappings/orchard-to-nine/rows/",
)  # fmt: skip


def test_pages_ask_the_same_number_of_queries_with_little_and_much(people: SimpleNamespace, tmp_path: Path) -> None:
    client, asked = client_of(people.quality), []
    for size in (3, 40):
        nodes = [node("A"), *(node(f"A.{n}", "A") for n in range(size))]
        rows = [pair(f"a.{n}", "9.2.2") for n in range(size)]
        brought(written(tmp_path, "a.yaml", library(nodes)), written(tmp_path, "m.yaml", mapping(rows)))
        counts = []
        for address in ADDRESSES:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]


def upload(client: Client, name: str, held: Any, **more: str) -> Any:
    data = held if isinstance(held, bytes) else yaml.safe_dump(held).encode()
    return client.post("/standards/imports/", {"file": SimpleUploadedFile(name, data), **more}, follow=True)


def test_a_file_is_looked_at_confirmed_and_written(people: SimpleNamespace) -> None:
    client = client_of(people.quality)
    answer = upload(client, "my orchard.yaml", library([*ORCHARD, node("T", text="x", description="Trees & tools")]))
    url = answer.redirect_chain[-1][0]
    page = answer.content.decode()
    assert "This is what would change. Nothing was written yet." in page
    assert "6 requirements, 5 assessable, 3 levels" in page
    assert not Edition.objects.filter(origin="imported").exists()
    done = client.post(url, {"do": "confirm"}, follow=True).content.decode()
    assert "“my orchard.yaml” was imported." in done and 'href="/standards/orchard-1-1/"' in done
    assert "Trees &amp; tools" in page_of(client, "/standards/orchard-1-1/T/")
    assert client.post(url, {"do": "confirm"}).status_code == 409
    again = upload(client, "my orchard.yaml", library([*ORCHARD, node("T", description="Trees & tools")]))
    assert "There is nothing to write." in again.content.decode()
    edited = upload(client, "edited.yaml", library(ORCHARD[:-1])).content.decode()
    assert "No longer in the file" in edited and "B About B" in edited


def test_withdrawn_requirements_are_shown_apart(people: SimpleNamespace, tmp_path: Path) -> None:
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    brought(written(tmp_path, "a.yaml", library(ORCHARD[:-1])))
    client = client_of(people.quality)
    assert "Withdrawn" in page_of(client, "/standards/orchard-1-1/")
    assert "no longer in the file of this edition" in page_of(client, "/standards/orchard-1-1/B/")
    assert 'value="orchard-1-1:B"' not in page_of(client, "/processes/new/")


@pytest.mark.parametrize(
    ("name", "held", "status", "said"),
    [
        ("a.yaml", library([node("A", "Z")]), 200, "Its parent"),
        ("a.yaml", library([node("A", name="<i>x</i>")]), 200, "holds markup (“&lt;i&gt;x&lt;/i&gt;”)"),
        ("a.exe", b"MZ", 422, "This page reads .yaml"),
        ("a.yaml", b"\xff\xfeurn", 200, "is not UTF-8"),
    ],
)
def test_a_refused_file_says_why_and_stores_no_standard(
    people: SimpleNamespace, name: str, held: Any, status: int, said: str
) -> None:
    before = Requirement.objects.count()
    answer = upload(client_of(people.quality), name, held)
    assert answer.status_code == status and said in answer.content.decode()
    assert Requirement.objects.count() == before
    run = StandardImport.objects.first()
    assert run is None or run.state == StandardImport.REFUSED


def test_importing_takes_one_of_three_roles_and_is_ones_own(people: SimpleNamespace) -> None:
    for user, role in ((people.owner, "compliance_officer"), (people.reader, "administrator")):
        client = client_of(user)
        assert client.get("/standards/imports/").status_code == 403
        assert upload(client, "a.yaml", library(ORCHARD)).status_code == 403
        assert "Import a standard" not in page_of(client, "/standards/")
        Grant.objects.create(user=user, role=role, unit=people.unit, granted_by="test", granted_at=AT)
        user.__dict__.pop("_reach", None)
        assert upload(client_of(user), "a.yaml", library(ORCHARD)).status_code == 200
    run = StandardImport.objects.filter(actor=people.owner).get()
    assert client_of(people.quality).get(f"/standards/imports/{run.pk}/").status_code == 404
    assert not StandardImport.objects.filter(actor=people.quality).exists()


def test_a_table_is_told_what_it_is_beside_the_file(people: SimpleNamespace) -> None:
    client = client_of(people.quality)
    held = b"ref;title\n4;Context\n4.1;Organization\n"
    answer = upload(client, "nine.csv", held, standard="ISO 9001", edition="2026")
    client.post(answer.redirect_chain[-1][0], {"do": "confirm"})
    assert str(Edition.objects.select_related("standard").get(key="iso-9001-2026")) == "ISO 9001:2026"
    assert upload(client, "nine.csv", held, colour="red").status_code == 400
