"""The steps of an import as a person takes them on the pages."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qms.imports.models import ImportRun
from qms.imports.work import work_off
from qms.notices.models import Notice
from qms.registers.tables import as_xlsx
from tests.imports.mishaps import Mishap, Mishaps

TEXT = "id,title,severity,detected\nI-1,Wrong label,High,03/04/2026\nI-2,Late delivery,Blocker,05/06/2026\n"


@pytest.fixture
def browser_of(people: SimpleNamespace) -> Callable[[str], Client]:
    def opened(name: str) -> Client:
        client = Client(HTTP_HOST="localhost")
        client.force_login(getattr(people, name))
        return client

    return opened


def bring(client: Client, text: str | bytes = TEXT, name: str = "incidents.csv", register: str = "mishaps") -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return client.post("/imports/", {"register": register, "file": SimpleUploadedFile(name, data)})


def choose(client: Client, run: ImportRun, **changed: str) -> Any:
    """Send the form of the columns as the page shows it, with some answers changed."""
    page = client.get(f"/imports/{run.pk}/").content.decode().partition('value="reread"')[0]
    sent = {"do": "choose", "seen": run.seen_at}
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        options = re.findall(r'<option value="([^"]*)"( selected)?', body)
        sent[name] = next((v for v, chosen in options if chosen), options[0][0])
    sent |= dict(re.findall(r'name="(text-[^"]+)" value="([^"]*)"', page))
    return client.post(f"/imports/{run.pk}/", sent | changed)


def test_workbook_that_was_uploaded_is_read(
    incidents: Mishaps, people: SimpleNamespace, browser_of: Callable[[str], Client]
) -> None:
    """A stored upload has no ending in its name; what it is stands in its content."""
    rows = [line.split(",") for line in TEXT.splitlines()]
    client = browser_of("quality")
    answer = bring(client, as_xlsx(rows[0], rows[1:]), name="incidents.xlsx")
    page = client.get(answer.url).content.decode()
    assert "Wrong label" in page and "Check every row" in page


def test_file_goes_from_upload_to_records(
    incidents: Mishaps, people: SimpleNamespace, browser_of: Callable[[str], Client]
) -> None:
    client = browser_of("quality")
    assert b"New import" in client.get("/imports/?register=mishaps").content
    answer = bring(client)
    run = ImportRun.objects.get()
    assert answer.url == f"/imports/{run.pk}/"
    page = client.get(answer.url).content.decode()
    assert "Wrong label" in page and "Check every row" in page

    choose(client, run)
    assert "Waiting for a worker" in client.get(answer.url).content.decode()
    work_off(at=timezone.now())
    page = client.get(answer.url).content.decode()
    assert "3 April 2026" in page and "4 March 2026" in page, "the ambiguous date is asked about"
    assert not Mishap.objects.exists()

    run.refresh_from_db()
    choose(client, run, **{"dates-3": "mdy"})
    work_off(at=timezone.now())
    page = client.get(answer.url).content.decode()
    assert "“Blocker” is no choice of Severity" in page and "“Blocker” means" in page
    assert b"Blocker" in client.get(f"/imports/{run.pk}/errors.csv").content

    run.refresh_from_db()
    choose(client, run, **{"value-2-0": "critical"})
    work_off(at=timezone.now())
    page = client.get(answer.url).content.decode()
    assert "Import 2 records" in page and not Mishap.objects.exists()

    run.refresh_from_db()
    client.post(answer.url, {"do": "confirm", "seen": run.seen_at})
    work_off(at=timezone.now())
    page = client.get(answer.url).content.decode()
    assert "2 records were created" in page and "/r/MSH-2026-0001" in page
    assert [i.found_on.isoformat() for i in Mishap.objects.order_by("pk")] == ["2026-03-04", "2026-05-06"]
    assert Mishap.objects.get(external_id="I-2").severity == "critical"
    told = Notice.objects.get(user=people.quality, rule=f"import-{run.pk}")
    assert "2 records were imported" in told.text


def test_progress_asks_for_the_whole_page_when_it_is_over(
    incidents: Mishaps, people: SimpleNamespace, browser_of: Callable[[str], Client]
) -> None:
    client = browser_of("quality")
    bring(client, "id,title\nI-1,A\n")
    run = ImportRun.objects.get()
    choose(client, run)
    waiting = client.get(f"/imports/{run.pk}/progress/")
    assert "HX-Refresh" not in waiting and b'hx-get="/imports/' in waiting.content
    work_off(at=timezone.now())
    assert client.get(f"/imports/{run.pk}/progress/")["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("a.csv", b"PK\x03\x04" + b"\0" * 100, 415),
        ("a.exe", b"MZ", 415),
        ("a.csv", b"<html><table></table></html>", 415),
        ("a.csv", b"\n\n", 422),
        ("a.csv", b'a,b\n1,"open\n', 422),
    ],
)
def test_file_that_cannot_be_read_is_refused_beside_the_form(
    incidents: Mishaps, browser_of: Callable[[str], Client], name: str, data: bytes, status: int
) -> None:
    answer = bring(browser_of("quality"), data, name)
    assert answer.status_code == status and b"Not read" in answer.content
    assert not ImportRun.objects.exists()


def test_too_large_upload_is_refused(incidents: Mishaps, browser_of: Callable[[str], Client], settings: Any) -> None:
    settings.QMS_UPLOAD_MAX = 100
    answer = bring(browser_of("quality"), "id,title\n" + "I-1,A\n" * 100)
    assert answer.status_code == 413 and not ImportRun.objects.exists()


def test_only_the_person_who_brought_a_file_sees_it(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    bring(browser_of("quality"))
    run = ImportRun.objects.get()
    for path in ("", "progress/", "errors.csv"):
        assert browser_of("northern").get(f"/imports/{run.pk}/{path}").status_code == 404
    assert browser_of("northern").post(f"/imports/{run.pk}/", {"do": "confirm"}).status_code == 404
    assert browser_of("northern").get("/imports/999999/").status_code == 404
    assert Client(HTTP_HOST="localhost").get("/imports/").status_code == 302


def test_who_may_not_import_gets_no_form(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    for name in ("worker", "stranger"):
        assert browser_of(name).get("/imports/").status_code == 403
        assert bring(browser_of(name)).status_code == 403
    assert bring(browser_of("quality"), register="nowhere").status_code == 404
    assert not ImportRun.objects.exists()


def test_unchecked_import_cannot_be_confirmed(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    client = browser_of("quality")
    bring(client)
    run = ImportRun.objects.get()
    assert client.post(f"/imports/{run.pk}/", {"do": "confirm"}).status_code == 409
    assert client.post(f"/imports/{run.pk}/", {"do": "dance"}).status_code == 400
    assert not run.tasks.exists()


def test_button_pressed_twice_imports_once(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    client = browser_of("quality")
    bring(client, "id,title\nI-1,A\n")
    run = ImportRun.objects.get()
    choose(client, run)
    work_off(at=timezone.now())
    run.refresh_from_db()
    seen = run.seen_at
    answers = [client.post(f"/imports/{run.pk}/", {"do": "confirm", "seen": seen}).status_code for _ in range(2)]
    assert answers == [302, 409]
    work_off(at=timezone.now())
    assert Mishap.objects.count() == 1


def test_form_of_an_older_step_is_refused(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    client = browser_of("quality")
    bring(client, "id,title\nI-1,A\n")
    run = ImportRun.objects.get()
    choose(client, run)
    work_off(at=timezone.now())
    assert client.post(f"/imports/{run.pk}/", {"do": "confirm", "seen": run.seen_at}).status_code == 412
    assert not Mishap.objects.exists()


def test_file_is_read_again_with_other_options(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    client = browser_of("quality")
    bring(client, "Report 7;x\nid;title\nI-1;A\nI-2;B\n")
    run = ImportRun.objects.get()
    client.post(f"/imports/{run.pk}/", {"do": "reread", "seen": run.seen_at, "header": "2", "delimiter": ";"})
    run.refresh_from_db()
    assert run.seen["columns"] == ["id", "title"] and run.options["header"] == 2
    assert client.post(f"/imports/{run.pk}/", {"do": "reread", "header": "x"}).status_code == 422


def test_cells_are_shown_as_text_and_never_as_markup(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    client = browser_of("quality")
    bring(client, "id,<script>alert(1)</script>,severity\nI-1,<img src=x onerror=alert(1)>,<b>\n")
    run = ImportRun.objects.get()
    choose(client, run, **{"column-2": "severity"})
    work_off(at=timezone.now())
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page and "&lt;img" in page
    errors = bring(client, "id,title,severity\nI-1,A,=cmd()\n")
    run = ImportRun.objects.get(pk=int(errors.url.split("/")[2]))
    choose(client, run, **{"column-2": "severity"})
    work_off(at=timezone.now())
    assert "“=cmd()”" in client.get(f"/imports/{run.pk}/errors.csv").content.decode()


def test_formula_of_a_file_is_harmless_when_it_goes_out_again(
    incidents: Mishaps, browser_of: Callable[[str], Client]
) -> None:
    client = browser_of("quality")
    bring(client, "id,title\nI-1,=1+1\nI-2,@SUM(A1)\n")
    run = ImportRun.objects.get()
    choose(client, run)
    work_off(at=timezone.now())
    run.refresh_from_db()
    client.post(f"/imports/{run.pk}/", {"do": "confirm", "seen": run.seen_at})
    work_off(at=timezone.now())
    assert list(Mishap.objects.order_by("pk").values_list("title", flat=True)) == ["=1+1", "@SUM(A1)"]
    out = client.get("/mishaps/?phase=all&format=csv").content.decode()
    assert ",'=1+1," in out and ",'@SUM(A1)," in out


def test_list_of_a_register_leads_to_the_import(incidents: Mishaps, browser_of: Callable[[str], Client]) -> None:
    assert b"/imports/?register=mishaps" in browser_of("quality").get("/mishaps/").content
    assert b"/imports/?register=" not in browser_of("worker").get("/mishaps/").content
