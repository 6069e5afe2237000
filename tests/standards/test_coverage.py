"""The coverage matrix over real records: what speaks, how long, in which unit, to whom; page, API and files agree."""

import csv
import datetime
import io
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from qms.signatures.proof import PasswordProof
from standards.coverage.levels import COVERED, MISSING, PARTIAL, STALE
from standards.coverage.matrix import Matrix, matrix_of
from standards.coverage.table import coverage_xlsx
from standards.models import Edition
from tests.factories.evidence_items import UNTIL, EvidenceRecipe
from tests.factories.people import PASSWORD

ISO = "iso9001-2015"
TODAY = datetime.date(2026, 3, 1)
URL = f"/standards/{ISO}/coverage/"


@pytest.fixture
def recipe(db: None) -> EvidenceRecipe:
    return EvidenceRecipe()


#: Pages and API ask for today, and evidence runs out.
on_the_day = time_machine.travel(datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC))


def accepted(recipe: EvidenceRecipe, *refs: str, **values: Any) -> Any:
    record = recipe.make(clauses=[f"{ISO}:{ref}" for ref in refs], **values)
    return recipe.perform(recipe.perform(record, "deliver"), "accept")


def matrix(recipe: EvidenceRecipe, who: str = "officer", on: datetime.date = TODAY, edition: str = ISO) -> Matrix:
    return matrix_of(Edition.objects.get(key=edition), actor=recipe.org[who], today=on)


def level(found: Matrix, ref: str, column: int = 0) -> str:
    return next(row.cells[column].level for row in found.rows if row.requirement.ref == ref)


@pytest.mark.requirement("Q9-02")
def test_only_accepted_evidence_that_has_not_run_out_speaks(recipe: EvidenceRecipe) -> None:
    record = recipe.make(clauses=[f"{ISO}:8.6"])
    assert level(matrix(recipe), "8.6") == MISSING, "asked for is not there"
    record = recipe.perform(record, "deliver")
    assert level(matrix(recipe), "8.6") == MISSING, "delivered is not accepted"
    recipe.perform(record, "accept")
    assert level(matrix(recipe), "8.6") == COVERED
    assert level(matrix(recipe, on=UNTIL), "8.6") == COVERED, "good on its last day"
    assert level(matrix(recipe, on=UNTIL + datetime.timedelta(days=1)), "8.6") == STALE


def test_units_a_unit_is_covered_by_what_stands_above_it_and_partly_by_what_stands_below(
    recipe: EvidenceRecipe,
) -> None:
    org, clock = recipe.org, recipe.clock
    org.person("chief", "compliance_officer", unit="HQ", home="HQ")
    org.person("maker", "contributor", "quality_manager", unit="HQ", home="HQ")
    given = {"title": "Test report", "clauses": [f"{ISO}:8.6"], "owner": org["maker"], "unit": org.units["HQ"]}
    record = recipe.register.create(actor=org["maker"], at=clock(), **given)
    record = recipe.perform(record, "deliver", actor=org["maker"])
    recipe.perform(record, "accept", actor=org["chief"], proof=PasswordProof(PASSWORD, "chief"))
    accepted(recipe, "8.4.1", unit=org.units["NORTH"])
    found = matrix(recipe, "chief")
    at = {column.code: n for n, column in enumerate(found.columns)}
    assert [level(found, "8.6", at[code]) for code in ("", "NORTH", "SOUTH")] == [COVERED] * 3
    assert [level(found, "8.4.1", at[code]) for code in ("", "NORTH", "SOUTH")] == [COVERED, COVERED, MISSING]
    above = matrix_of(
        found.edition, actor=recipe.org["chief"], today=TODAY, above=recipe.org.units["HQ"]
    )  # fmt: skip
    hq = next(n for n, column in enumerate(above.columns) if column.code == "HQ")
    assert level(above, "8.4.1", hq) == PARTIAL, "in a part of it"


def test_a_mapping_passes_on_no_more_than_it_says(recipe: EvidenceRecipe) -> None:
    from standards.mapping import FULL, passes_on
    from standards.models import MappingRow

    rows = MappingRow.objects.filter(mapping__source__key=ISO, mapping__target__key="iso42001-2023")
    by_worth = {passes_on(r.relation, r.strength): r for r in rows.select_related("source", "target").order_by("pk")}
    assert len(by_worth) == 2, "the shipped mapping has rows of both kinds"
    for worth, row in by_worth.items():
        before = level(matrix(recipe, edition="iso42001-2023"), row.target.ref)
        accepted(recipe, row.source.ref)
        after = level(matrix(recipe, edition="iso42001-2023"), row.target.ref)
        assert (before, after) == (MISSING, COVERED if worth == FULL else PARTIAL)


@pytest.mark.requirement("P11-10d")
def test_whoever_does_not_see_the_evidence_does_not_see_that_it_covers(recipe: EvidenceRecipe) -> None:
    accepted(recipe, "8.6")
    assert level(matrix(recipe, "stranger"), "8.6") == MISSING


@on_the_day
def test_page_api_csv_xlsx_and_pdf_give_the_same_numbers_and_equal_a_plain_count(recipe: EvidenceRecipe) -> None:
    accepted(recipe, "8.6")
    accepted(recipe, "8.6", "9.1.1")
    client = Client()
    client.force_login(recipe.org["officer"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM records_citation c JOIN records_entry e ON e.id = c.entry_id "
            "WHERE e.register = 'evidence-items' AND e.state = 'accepted' AND c.key = %s "
            "AND (c.until IS NULL OR c.until >= %s)",
            [f"{ISO}:8.6", TODAY],
        )
        plain = cursor.fetchone()[0]
    sums = _api(client)["sums"][""]
    row = next(r for r in _rows(client) if r["ref"] == "8.6")
    table = list(csv.reader(io.StringIO(client.get(f"{URL}?format=csv").content.decode("utf-8-sig"))))
    line = next(r for r in table if r[0] == "8.6")
    assert row["columns"][""]["current"] == int(line[-4]) == plain == 2
    assert sum(sums.values()) == _api(client)["counted"]
    sheet = load_workbook(io.BytesIO(client.get(f"{URL}?format=xlsx").content)).active
    assert [["" if c is None else str(c) for c in r] for r in sheet.values] == table
    paper = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(client.get(f"{URL}?format=pdf").content)).pages)
    page = client.get(URL).content.decode()
    for name, count in sums.items():
        if count:
            assert f'href="?level={name}"' in page and f"<b>{count}</b>" in page
            assert str(count) in paper
    assert 'hx-get="/standards/coverage/"' in client.get("/").content.decode()
    every = client.get("/standards/coverage/").content.decode()
    assert f"{sums['covered']} of {sum(sums.values())} covered" in every and f"{sums['missing']} missing" in every
    assert "GDPR" not in every, "of no standard that nothing speaks for"


@on_the_day
def test_a_unit_has_its_own_sums_gaps_and_files(recipe: EvidenceRecipe) -> None:
    accepted(recipe, "8.4.1", unit=recipe.org.units["NORTH"])
    recipe.org.person("chief", "quality_manager", unit="HQ", home="HQ")
    client = Client()
    client.force_login(recipe.org["chief"])
    asked = f"{URL}?unit=SOUTH"
    sums = _api(client, "?unit=SOUTH")["sums"]["SOUTH"]
    assert sums["covered"] == 0 < _api(client)["sums"][""]["covered"]
    page = client.get(asked).content.decode()
    assert "<h1>Coverage of ISO 9001:2015 · South</h1>" in page and f"<b>{sums['missing']}</b>" in page
    gaps = client.get(f"{asked}&level=missing&chapter=8").content.decode()
    action = (
        f"clauses={ISO}%3A8.4.1&amp;title=Cover%20ISO%209001%3A2015%208.4.1&amp;unit={recipe.org.units['SOUTH'].pk}"
    )
    assert action in gaps, "what is missing in the unit is its gap, whoever else has it"
    answer = client.get(f"{asked}&format=csv")
    assert f'filename="coverage-{ISO}-SOUTH-{TODAY}.csv"' in answer["Content-Disposition"]
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    counted = [row for row in table[1:] if row[-1] == "yes"]
    assert sum(row[2] == "Missing" for row in counted) == sums["missing"]
    paper = PdfReader(io.BytesIO(client.get(f"{asked}&format=pdf").content)).pages[0].extract_text()
    assert "South" in paper and str(sums["missing"]) in paper


@on_the_day
def test_what_stands_above_a_gap_only_for_context_is_no_gap(recipe: EvidenceRecipe) -> None:
    accepted(recipe, "9.3.2.a")
    assert level(matrix(recipe), "9.3.2") == PARTIAL
    client = Client()
    client.force_login(recipe.org["officer"])
    missing = [r for r in _rows(client) if r["counted"] and r["columns"].get("", {}).get("level") == "missing"]
    page = client.get(f"{URL}?level=missing&chapter=9").content.decode()
    assert page.count("Raise action") == sum(r["ref"].startswith("9") for r in missing)
    assert 'class="context deep-2"' in page and "Raise action" in page and f'/standards/{ISO}/8.6/"' not in page
    assert 'aria-current="page" title="Performance evaluation"' in page
    few = client.get(f"{URL}?level=partial&chapter=8").content.decode()
    assert "Nothing of this level here." in few, "a chapter holds where the rows are few, too"


@on_the_day
def test_a_spreadsheet_can_count_with_the_numbers(recipe: EvidenceRecipe) -> None:
    accepted(recipe, "8.6")
    client = Client()
    client.force_login(recipe.org["officer"])
    sheet = load_workbook(io.BytesIO(client.get(f"{URL}?format=xlsx").content)).active
    row = next(r for r in sheet.values if r[0] == "8.6")
    assert isinstance(row[-4], int) and row[-4] == 1


@on_the_day
def test_who_is_at_work_on_a_gap_is_seen_and_only_who_may_act_is_offered_to(recipe: EvidenceRecipe) -> None:
    recipe.make(clauses=[f"{ISO}:8.6"])
    recipe.org.person("looker", "reader")
    for who, offered in (("officer", True), ("looker", False)):
        client = Client()
        client.force_login(recipe.org[who])
        page = client.get(f"{URL}?chapter=8").content.decode()
        assert ("Raise action" in page) == offered, who
        if offered:
            assert "1 under way" in page


@on_the_day
def test_who_does_not_see_everything_is_told_so_on_page_file_and_by_api(recipe: EvidenceRecipe) -> None:
    recipe.org.person("south", "contributor", unit="SOUTH", home="SOUTH")
    recipe.org.person("chief", "quality_manager", unit="HQ", home="HQ")
    for who, partly in (("chief", False), ("south", True)):
        client = Client()
        client.force_login(recipe.org[who])
        said = "You do not see all records of the organisation"
        assert (said in client.get(URL).content.decode(), _api(client)["partly"]) == (partly, partly), who
        assert ("as-far-as-seen" in client.get(f"{URL}?format=csv")["Content-Disposition"]) == partly
        paper = PdfReader(io.BytesIO(client.get(f"{URL}?format=pdf").content)).pages[0].extract_text()
        assert ("what the reader may not see" in " ".join(paper.split())) == partly


def test_shares_add_up_to_a_hundred() -> None:
    from standards.coverage.pages import in_per_cent

    assert in_per_cent([12, 5, 5, 42, 1]) == [18, 8, 8, 65, 1]
    assert in_per_cent([1, 1, 1]) == [34, 33, 33] and in_per_cent([]) == []


def test_what_nobody_has_to_meet_is_no_gap(recipe: EvidenceRecipe) -> None:
    client = Client()
    client.force_login(recipe.org["officer"])
    page = client.get("/standards/gdpr-2016/coverage/").content.decode()
    assert "/standards/gdpr-2016/30/" in page and "/standards/gdpr-2016/4/" not in page, "definitions ask for nothing"
    assert "provisions with nothing to be met are left out" in page
    assert "nothing in it to be met" in client.get("/standards/gdpr-2016/4/").content.decode()


def _api(client: Client, query: str = "") -> Any:
    return client.get(f"/api/v1{URL}{query}").json()


def _rows(client: Client) -> list[dict[str, Any]]:
    rows, query = [], "?limit=500"
    while query:
        page = _api(client, query)
        rows += page["results"]
        query = (page["next"] or "").partition("/coverage/")[2]
    assert len(rows) == page["count"]
    return rows


def test_what_cannot_be_asked_is_refused(recipe: EvidenceRecipe) -> None:
    client = Client()
    client.force_login(recipe.org["officer"])
    for query in ("?level=fine", "?unit=MOON", "?format=doc", "?nonsense=1", "?chapter=99"):
        assert client.get(URL + query).status_code == 400, query
    for query in ("?level=fine", "?unit=MOON", "?cursor=%25", "?limit=0"):
        assert client.get(f"/api/v1{URL}{query}").status_code == 400, query
    assert client.get("/standards/nothing/coverage/").status_code == 404


def test_queries_do_not_grow_with_the_records(recipe: EvidenceRecipe, django_assert_num_queries: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _more in range(2):
        accepted(recipe, "8.6")
        with CaptureQueriesContext(connection) as queries:
            matrix(recipe)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25


def test_a_gap_leads_to_an_action_that_then_stands_on_the_clause(recipe: EvidenceRecipe) -> None:
    client = Client()
    client.force_login(recipe.org["approver"])
    form = client.get(f"/actions/new/?clauses={ISO}:7.2&title=Cover+7.2")
    assert form.status_code == 200
    page = form.content.decode()
    assert 'value="Cover 7.2"' in page and f'value="{ISO}:7.2" checked' in page


def test_the_same_coverage_is_the_same_file_on_another_day(recipe: EvidenceRecipe) -> None:
    accepted(recipe, "8.6")
    files = []
    for day in ("2026-03-01T09:00:00Z", "2026-03-05T10:00:00Z"):
        with time_machine.travel(day):
            files.append(coverage_xlsx(matrix(recipe)))
    assert files[0] == files[1]
