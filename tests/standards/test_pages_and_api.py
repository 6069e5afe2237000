"""Looking at standards: in the menu, as a tree, clause by clause, and over the API."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qms.accounts.models import User
from qms.registers import registry
from tests.processes.made import AT, VALUES, some_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> SimpleNamespace:
    """Somebody who may write a process, and a stranger without a role."""
    return some_people()


def client_of(user: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:300]
    return answer.json()


def test_a_stranger_to_the_system_is_sent_to_sign_in() -> None:
    for address in ("/standards/", "/standards/iso9001-2015/", "/standards/iso9001-2015/9.2.2/"):
        assert Client(HTTP_HOST="localhost").get(address).status_code == 302
    assert Client(HTTP_HOST="localhost").get("/api/v1/standards/").status_code == 401


def test_the_editions_stand_in_the_menu_and_show_their_counts(people: SimpleNamespace) -> None:
    page = client_of(people.quality).get("/standards/").content.decode()
    assert '<a href="/standards/" aria-current="page">Standards' in page
    assert page.index("EU AI Act") < page.index("ISO 9001:2015") < page.index("ISO/IEC 42001:2023")
    assert '<td class="right">310</td>' in page and '<td class="right">38</td>' in page


def test_an_edition_is_a_tree_with_every_clause(people: SimpleNamespace) -> None:
    page = client_of(people.quality).get("/standards/iso9001-2015/").content.decode()
    assert page.count('href="/standards/iso9001-2015/') >= 336
    assert page.index(">8.2.3.2 a<") < page.index(">8.2.4<") < page.index(">10.1<")


def test_a_clause_shows_where_it_stands_and_what_names_it(people: SimpleNamespace) -> None:
    registry["processes"].create(actor=people.quality, at=AT, **VALUES)
    page = client_of(people.quality).get("/standards/iso9001-2015/8.5.1/").content.decode()
    assert "Control of provision" in page and "8 Operation" in page and ">8.5.1 h<" in page
    assert 'href="/processes/PRO-0001/"' in page
    assert "PRO-0001" not in client_of(people.stranger).get("/standards/iso9001-2015/8.5.1/").content.decode()


@pytest.mark.parametrize("address", ["/standards/iso9001-2008/", "/standards/iso9001-2015/8.9/", "/standards/x/4.1/"])
def test_what_is_not_loaded_is_not_found(people: SimpleNamespace, address: str) -> None:
    assert client_of(people.quality).get(address).status_code == 404


def test_a_clause_page_asks_the_same_number_of_queries_with_one_and_three_records(
    people: SimpleNamespace,
) -> None:
    client, asked = client_of(people.quality), []
    for wanted in (1, 2):
        for _n in range(wanted):
            registry["processes"].create(actor=people.quality, at=AT, **VALUES)
        client.get("/standards/iso9001-2015/8.5.1/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/standards/iso9001-2015/8.5.1/")
        asked.append(len(queries))
    assert asked[0] == asked[1] < 28  # direct and by mapping: one query each for a register that names clauses


def test_the_api_gives_editions_and_every_requirement_page_by_page(people: SimpleNamespace) -> None:
    client = client_of(people.quality)
    found = {e["key"]: e for e in read(client, "/api/v1/standards/")["results"]}
    nine, aims = found["iso9001-2015"], found["iso42001-2023"]
    assert (nine["label"], nine["requirements"], aims["controls"]) == ("ISO 9001:2015", 336, 38)
    refs, address = [], "/api/v1/standards/iso9001-2015/requirements/?limit=150"
    while address:
        page = read(client, address)
        refs += [r["ref"] for r in page["results"]]
        address = page["next"]
    assert len(refs) == len(set(refs)) == page["count"] == 336
    assert refs[0] == "4" and refs[-1] == "10.3"


def test_the_api_names_a_requirement_by_its_key(people: SimpleNamespace) -> None:
    rows = read(client_of(people.quality), "/api/v1/standards/iso42001-2023/requirements/?limit=500")["results"]
    control = next(r for r in rows if r["ref"] == "A.6.1.2")
    assert (control["key"], control["parent"]) == ("iso42001-2023:A.6.1.2", "iso42001-2023:A.6.1")
    assert (control["kind"], control["assessable"], control["label"]) == ("control", True, "ISO/IEC 42001:2023 A.6.1.2")


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "cursor=%C3%A4", "cursor=eHg", "offset=3"])
def test_the_api_refuses_what_it_cannot_read(people: SimpleNamespace, query: str) -> None:
    answer = client_of(people.quality).get(f"/api/v1/standards/iso9001-2015/requirements/?{query}")
    assert answer.status_code == 400
    assert client_of(people.quality).get("/api/v1/standards/none/requirements/").status_code == 404
