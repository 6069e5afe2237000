"""Run by test_adding_a_register.py with the throw-away register installed: asks for everything it should have."""

import json

import django

django.setup()

from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from qms.accounts.models import User  # noqa: E402
from qms.registers import registry  # noqa: E402
from qms.registers.verify import verify  # noqa: E402
from tests.factories.people import PASSWORD, Clock, Organisation  # noqa: E402


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def page(client: Client, address: str, *words: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    text = answer.content.decode(errors="replace")
    assert all(w in text for w in words), (address, words)
    return text


def send(
    client: Client, method: str, address: str, body: dict[str, object], status: int, rev: int | None = None
) -> dict:
    headers = {} if rev is None else {"If-Match": f'"{rev}"'}
    answer = client.generic(method, address, json.dumps(body), content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content
    return answer.json()


def main() -> None:
    setup_test_environment()
    org = Organisation(Clock())
    org.unit("HQ")
    org.unit("SOUTH", "HQ")
    for name, role in (("owner", "contributor"), ("approver", "approver"), ("quality", "quality_manager")):
        org.person(name, role, unit="HQ", home="HQ")
    org.person("stranger", home="SOUTH")
    owner, approver, quality, stranger = (signed_in(n) for n in ("owner", "approver", "quality", "stranger"))

    page(owner, "/suppliers/", "Whom we buy from", "Suppliers")
    page(owner, "/suppliers/new/", "Delivers")
    page(owner, "/", "/suppliers/")  # the menu
    made = send(owner, "POST", "/api/v1/suppliers/", {"title": "Quillon Data", "unit": "HQ", "owner": "owner"}, 201)
    number, here = made["number"], f"/suppliers/{made['number']}/"
    assert number == "SUP-0001"
    page(owner, here, "Quillon Data", "Proposed")
    send(quality, "PATCH", f"/api/v1{here}", {"delivers": "Labelled images"}, 200, 1)
    signed = f"/api/v1{here}transitions/approve/"
    proof = {"proof": {"username": "approver", "password": PASSWORD}, "rating": "a", "review_on": "2027-05-01"}
    send(owner, "POST", signed, proof, 403, 2)
    page(approver, f"{here}do/approve/", "Rating")
    assert send(approver, "POST", signed, proof, 200, 2)["state"] == "approved"
    page(owner, f"{here}history/", "Labelled images")
    page(owner, f"{here}signatures/", "Approver Example")
    page(owner, "/search/?q=labelled", number)
    page(owner, "/suppliers/?phase=all&format=csv", "Quillon Data")
    assert owner.get(f"{here}print/").content.startswith(b"%PDF-")
    assert f"/api/v1/{'suppliers'}/{{number}}/" in send(owner, "GET", "/api/v1/schema/?format=json", {}, 200)["paths"]
    assert registry["suppliers"].get(number, User.objects.get(username="owner")).entry.dates.get().name == "review"
    page(stranger, here, status=404)
    assert "Quillon" not in page(stranger, "/search/?q=quillon") + page(stranger, "/suppliers/")
    assert list(verify()) == []
    print("walked")


main()
