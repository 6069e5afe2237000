"""What becomes of an imported edition: its name is its own, it can be called something else, and be retired."""

from pathlib import Path

import pytest
from django.test import Client

from qms.accounts.models import User
from qms.lib.errors import Forbidden, Invalid, Unmet
from qms.records.models import LedgerRow
from standards.models import Edition
from standards.services.editions import rename, retire
from tests.processes.made import AT, some_people
from tests.standards.files import ORCHARD, brought, library, written

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


ADDRESS = "/standards/orchard-1-1/"


@pytest.fixture
def orchard(tmp_path: Path) -> Edition:
    brought(written(tmp_path, "a.yaml", library(ORCHARD)))
    return Edition.objects.get(key="orchard-1-1")


def test_two_editions_are_never_called_the_same(tmp_path: Path, orchard: Edition) -> None:
    again = library(ORCHARD, urn="urn:made:risk:library:other")
    again["objects"]["framework"] |= {"urn": "urn:made:risk:framework:other", "ref_id": "OTHER-1"}
    (result,) = brought(written(tmp_path, "b.yaml", again))
    other = Edition.objects.get(key=result.as_data()["ref"])
    assert str(other) == f"{orchard} ({other.key})"


def test_an_edition_is_renamed_and_retired_from_its_page_and_the_ledger_says_so(orchard: Edition) -> None:
    people = some_people()
    client = client_of(people.quality)
    assert "Retire: offer it no more" in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}keep/", {"do": "rename", "name": "Orchard rules 2026"})
    client.post(f"{ADDRESS}keep/", {"do": "retire", "reason": "Brought in twice."})
    page = client.get("/standards/").content.decode()
    assert "Retired:" in page and page.index("Retired:") < page.index("Orchard rules 2026")
    assert ">Orchard rules 2026<" not in client.get("/processes/new/?full=1").content.decode(), "offered no more"
    assert client.get(f"{ADDRESS}A.1/").status_code == 200, "records keep their link"
    client.post(f"{ADDRESS}keep/", {"do": "restore", "reason": "It is needed again."})
    assert Edition.objects.get(pk=orchard.pk).retired_at is None
    told = LedgerRow.objects.filter(subject="edition orchard-1-1").order_by("pk").values_list("action", flat=True)
    assert list(told)[-3:] == ["standards.renamed", "standards.retired", "standards.restored"]


def test_what_is_refused_says_why(orchard: Edition) -> None:
    people = some_people()
    shipped = Edition.objects.get(key="gdpr-2016")
    with pytest.raises(Unmet, match="comes with the program"):
        retire(shipped, reason="Not ours.", actor=people.quality, at=AT)
    with pytest.raises(Invalid, match="name of another edition"):
        rename(orchard, "GDPR", actor=people.quality, at=AT)
    with pytest.raises(Invalid):
        retire(orchard, reason="", actor=people.quality, at=AT)
    with pytest.raises(Forbidden):
        retire(orchard, reason="Why not.", actor=people.reader, at=AT)


def test_files_that_are_no_standard_are_refused_before_they_are_looked_at() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(some_people().quality)
    for name, said in (("act.xml", "goes in by the command"), ("cat.gif", "This page reads .yaml, .yml, .json")):
        answer = client.post("/standards/imports/", {"file": SimpleUploadedFile(name, b"x")})
        assert answer.status_code == 422 and said in answer.content.decode(), name
