"""What stands around the records: home, search, palette, people, account, refusals."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from qms.accounts.people import has_accepted
from qms.records.models import LedgerRow
from tests.factories.people import Organisation
from tests.pages.conftest import Opened


def test_home_names_what_waits_for_me(sign_in: Opened, written: Any) -> None:
    assert written.number in sign_in("approver").get("/").content.decode()
    assert written.number in sign_in("approver").get("/work/").content.decode()
    assert written.number not in sign_in("stranger").get("/").content.decode()


def test_every_page_asks_to_sign_in(written: Any) -> None:
    client = Client(HTTP_HOST="localhost")
    one = f"/trials/{written.number}/"
    for address in (
        "/",
        "/work/",
        "/search/",
        "/palette/",
        "/notices/",
        "/ledger/",
        "/people/",
        "/me/",
        "/trials/",
        one,
    ):
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/account/login/"), address


def test_palette_and_search_show_only_what_is_visible(sign_in: Opened, trial: Any) -> None:
    found = sign_in("author").get("/palette/?q=One tr").json()["results"]
    assert found[0]["url"] == f"/trials/{trial.number}/"
    assert trial.number in sign_in("author").get("/search/?q=one").content.decode()
    assert trial.number not in sign_in("stranger").get("/search/?q=one").content.decode()
    assert all(trial.number not in r["number"] for r in sign_in("stranger").get("/palette/?q=one").json()["results"])


def test_refusal_is_a_page_and_json_where_json_is_asked(sign_in: Opened, trials: Any) -> None:
    client = sign_in("author")
    page = client.get("/trials/TRI-1-1/")
    assert page.status_code == 404 and "There is no record" in page.content.decode()
    said = client.get("/trials/TRI-1-1/", headers={"Accept": "application/json"})
    assert said.status_code == 404 and said.json()["ok"] is False
    assert client.get("/nothing/").status_code == 404 and client.get("/nothing/at/all/of/this/").status_code == 404


def test_roles_are_given_and_taken_back_by_an_administrator_only(sign_in: Opened, org: Organisation) -> None:
    org.person("boss", "administrator", unit="HQ", home="HQ")
    sent = {"do": "grant", "role": "auditor", "unit": org.units["LINE"].pk}
    assert sign_in("author").post("/people/stranger/", sent).status_code == 403
    client = sign_in("boss")
    assert client.post("/people/stranger/", sent).status_code == 302
    grant = org.grants("stranger").get()
    assert grant.role == "auditor" and "Auditor (LINE)" in client.get("/people/").content.decode()
    assert client.post("/people/stranger/", {"do": "withdraw", "grant": grant.pk, "reason": ""}).status_code == 422
    assert (
        client.post(
            "/people/stranger/", {"do": "withdraw", "grant": grant.pk, "reason": "Left the audit team"}
        ).status_code
        == 302
    )
    assert not org.grants("stranger").exists()


@pytest.mark.requirement("A11-12")
def test_access_rights_go_out_with_who_granted_what_to_whom(sign_in: Opened, org: Organisation) -> None:
    org.person("boss", "administrator", unit="HQ", home="HQ")
    boss = sign_in("boss")
    boss.post("/people/stranger/", {"do": "grant", "role": "auditor", "unit": org.units["LINE"].pk})
    assert sign_in("author").get("/people/?format=csv").status_code == 403
    assert boss.get("/people/?format=pdf").status_code == 400
    said = boss.get("/people/?format=csv").content.decode("utf-8-sig")
    rows = {(row["User name"], row["Role"]): row for row in csv.DictReader(io.StringIO(said))}
    assert {name for name, _role in rows} == {"author", "approver", "stranger", "boss"}
    given = rows["stranger", "Auditor"]
    assert (given["Unit"], given["Granted by"], given["Active"]) == ("LINE", "Boss Example", "Yes")
    assert given["Granted (UTC)"] and rows["author", "Contributor"]["Unit"] == "NORTH"
    assert LedgerRow.objects.filter(subject="people", action="export").count() == 1
    grant = org.grants("stranger").get()
    boss.post("/people/stranger/", {"do": "withdraw", "grant": grant.pk, "reason": "Left the audit team"})
    told = LedgerRow.objects.filter(subject__startswith="stranger").values_list("action", flat=True)
    assert {"people.grant", "people.withdraw"} <= set(told)


def test_a_person_without_role_learns_no_names(sign_in: Opened, trials: Any) -> None:
    for address in ("/people/", "/people/author/", "/people/suggest/?q=a"):
        assert sign_in("stranger").get(address).status_code == 403


def test_statement_is_accepted_on_the_account_page(sign_in: Opened, org: Organisation) -> None:
    org.person("new", "approver", accepted=False)
    client = sign_in("new")
    assert "I accept this" in client.get("/me/").content.decode() and not has_accepted(org["new"])
    assert client.post("/me/", {"do": "accept", "next": "https://elsewhere.example.org/"})["Location"] == "/me/"
    assert has_accepted(org["new"])


def test_token_is_shown_once(sign_in: Opened, org: Organisation) -> None:
    client = sign_in("author")
    assert "plb_" in client.post("/me/", {"do": "issue", "name": "script", "scope": "read"}).content.decode()
    page = client.get("/me/").content.decode()
    assert "plb_" not in page and "script" in page


def test_home_names_the_step_that_waits_for_me(sign_in: Opened, written: Any) -> None:
    for address in ("/", "/work/"):
        page = sign_in("approver").get(address).content.decode()
        row = page[page.index(written.number) :].partition("</li>")[0]
        assert re.search(r'class="step">Approve</span> · Written', row), address
    mine = sign_in("author").get("/").content.decode()
    row = mine[mine.index(written.number) :].partition("</li>")[0]
    assert "Approve" not in row and "Author Example" not in row, "it waits for somebody else, and I know my name"


def test_whoever_holds_no_role_is_told_so_and_meets_no_dead_end_in_the_menu(
    sign_in: Opened, org: Organisation, trials: Any
) -> None:
    org.person("guest")
    page = sign_in("guest").get("/").content.decode()
    assert "You hold no role yet" in page and 'href="/people/"' not in page
    refused = sign_in("guest").get("/people/")
    assert refused.status_code == 403 and "This is not open to you" in refused.content.decode()
    assert "You hold no role yet" not in sign_in("author").get("/").content.decode()


def test_the_first_administrator_is_told_what_comes_first(db: None) -> None:
    from qms.registers.management.commands.create_administrator import create_administrator

    ada = create_administrator(
        username="ada", name="Ada", email="ada@example.org", password="correct horse battery staple", country="DE"
    )
    client = Client(HTTP_HOST="localhost")
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Begin here" in client.get("/").content.decode()
