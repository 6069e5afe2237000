"""The lines as a table and one by one, and the files that leave it."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from qms.records.models import LedgerRow
from qms.registers import registry
from qms.registers.prints.record import body_html
from standards.models import StatementLine
from tests.factories.standards import ISO9001, NO, YES, AnnexARecipe, StatementRecipe, decide, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def recipe() -> StatementRecipe:
    return AnnexARecipe()


@pytest.fixture
def officer(recipe: StatementRecipe) -> Client:
    made = Client()
    made.force_login(recipe.org["officer"])
    return made


def lines(statement: Any) -> str:
    return f"/applicability-statements/{statement.number}/lines/"


def line_of(statement: Any, ref: str) -> Any:
    return StatementLine.objects.get(statement=statement, requirement__ref=ref)


def rows(html: str) -> list[str]:
    return re.findall(r'<tr id="[^"]*?(L\d+)"', html)


def test_the_table_is_filtered_by_chapter_decision_status_and_owner(recipe: StatementRecipe, officer: Client) -> None:
    statement = recipe.make()
    decide(line_of(statement, "A.6.2.4"), recipe.org, recipe.clock(), **YES, owner=recipe.org["author"])
    decide(line_of(statement, "A.7.3"), recipe.org, recipe.clock(), **NO)
    shown = {
        query: len(rows(officer.get(f"{lines(statement)}{query}").content.decode()))
        for query in ("", "?chapter=A.6", "?decision=open", "?decision=no", "?status=not_started", "?owner=author",
                      "?owner=nobody&chapter=A.6")
    }  # fmt: skip
    assert list(shown.values()) == [38, 9, 36, 1, 1, 1, 8], shown
    assert "2 of 38 decided" in officer.get(lines(statement)).content.decode()
    for wrong in ("?decision=maybe", "?status=done", "?nonsense=1"):
        assert officer.get(f"{lines(statement)}{wrong}").status_code == 400


def test_one_line_is_decided_and_the_next_one_follows(recipe: StatementRecipe, officer: Client) -> None:
    statement = recipe.make()
    line = line_of(statement, "A.6.2.8")
    url = f"{lines(statement)}{line.number}/?chapter=A.6"
    assert officer.get(url).status_code == 200
    refused = officer.post(url, {"rev": "1", **YES, "justification": ""})
    assert refused.status_code == 422 and "This field is required" in refused.content.decode()
    done = officer.post(url, {"rev": "1", **YES, "owner": "author", "next": "1"})
    assert done.status_code == 302 and "-L015/?chapter=A.6" in done["Location"], "the first open one of the chapter"
    assert officer.post(url, {"rev": "1", **NO}).status_code == 412, "somebody else was quicker"
    saved = officer.post(url, {"rev": "2", **NO})
    assert saved["Location"] == f"{lines(statement)}?chapter=A.6#{line.number}"
    line.refresh_from_db()
    assert (line.state, line.applicable, line.decided_by) == ("decided", "no", recipe.org["officer"])


def test_a_chapter_is_decided_from_the_page(recipe: StatementRecipe, officer: Client) -> None:
    statement = recipe.make()
    sent = {"chapter": "A.10", "applicable": "yes", "because": "contract", "justification": "In every contract."}
    assert officer.post(lines(statement), {**sent, "justification": ""}).status_code == 422
    assert officer.post(lines(statement), {**sent, "chapter": "B.1"}).status_code == 422
    assert officer.post(lines(statement), {**sent, "chapter": ""}).status_code == 422
    assert officer.post(lines(statement), sent).status_code == 302
    assert statement.lines.filter(state="decided", because="contract").count() == 3
    away = {"chapter": "A.7", "applicable": "no", "because": "", "justification": "No data of our own."}
    assert officer.post(lines(statement), away).status_code == 302
    assert statement.lines.filter(state="decided", applicable="no", because="").count() == 5


def test_a_law_is_decided_by_its_chapters_and_as_coverage_counts_it(recipe: StatementRecipe, officer: Client) -> None:
    statement = recipe.make(edition="aiact-2024")
    counted = officer.get("/api/v1/standards/aiact-2024/coverage/").json()["counted"]
    assert statement.lines.count() == counted
    page = officer.get(f"{lines(statement)}?chapter=Chapter+III").content.decode()
    shown = set(re.findall(r'<span class="mono">([^<]+)</span>', page))
    assert {"Art. 9", "Art. 43"} <= shown and not {"Art. 50", "Annex IV 1"} & shown, shown
    sent = {"chapter": "IV", "applicable": "no", "because": "", "justification": "We place nothing on the market."}
    assert officer.post(lines(statement), sent).status_code == 302
    assert statement.lines.filter(applicable="no").count() == 9, "the nine points of Annex IV"


@pytest.mark.requirement("Q9-03")
def test_leaving_out_what_is_not_in_chapter_8_warns_and_does_not_block(
    recipe: StatementRecipe, officer: Client
) -> None:
    statement = recipe.make(edition=ISO9001)
    unusual, usual = line_of(statement, "7.1.5.2"), line_of(statement, "8.3.2")
    warned = "(ISO 9001 4.3). That is usual in chapter 8 only"
    assert warned in officer.get(f"{lines(statement)}{unusual.number}/").content.decode()
    assert warned not in officer.get(f"{lines(statement)}{usual.number}/").content.decode()
    for line in (unusual, usual):
        assert officer.post(f"{lines(statement)}{line.number}/", {"rev": "1", **NO}).status_code == 302
    officer.get("/")  # says what was saved
    shown = officer.get(f"/applicability-statements/{statement.number}/").content.decode()
    panel = shown[shown.index("worth a second look") :]
    assert "7.1.5.2" in panel and "8.3.2" not in panel


@pytest.mark.requirement("AIMS-02")
def test_progress_is_reported_while_the_statement_is_in_force(recipe: StatementRecipe, officer: Client) -> None:
    statement = in_force(recipe, out=("A.7.3",))
    line, out = line_of(statement, "A.7.4"), line_of(statement, "A.7.3")
    url = f"{lines(statement)}{line.number}/"
    shown = officer.get(url).content.decode()
    assert 'name="status"' in shown and 'name="applicable"' not in shown and "decide the next" not in shown
    assert officer.post(url, {"rev": str(line.rev), "status": "implemented"}).status_code == 302
    assert "nothing to implement" in officer.get(f"{lines(statement)}{out.number}/").content.decode()
    begun = officer.post(f"/applicability-statements/{statement.number}/next/")
    assert begun.status_code == 302 and begun["Location"] != f"/applicability-statements/{statement.number}/"


@pytest.mark.requirement("AIMS-02")
def test_the_statement_goes_out_as_a_table_that_no_spreadsheet_runs(recipe: StatementRecipe, officer: Client) -> None:
    statement, said = recipe.make(), "Lines were changed; the history of each line shows how."
    assert said not in body_html(statement, actor=recipe.org["officer"])
    decide(line_of(statement, "A.6.2.4"), recipe.org, recipe.clock(), **{**YES, "justification": "=HYPERLINK(1)"})
    url = f"/applicability-statements/{statement.number}/table/"
    answer = officer.get(f"{url}?format=csv")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(table) == 39 and table[0][:3] == ["Reference", "Requirement", "Applicable"]
    (row,) = [r for r in table if r[0] == "A.6.2.4"]
    assert row[2:6] == ["Applicable", "Risk treatment", "'=HYPERLINK(1)", "Not started"]
    sheet = load_workbook(io.BytesIO(officer.get(f"{url}?format=xlsx").content)).active
    assert sheet.max_row == 39
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type in ("f", "n") and c.value], "text alone"
    assert LedgerRow.objects.filter(action="export", subject="applicability-statements").count() == 2
    assert officer.get(f"{url}?format=pdf").status_code == 400
    print_ = body_html(statement, actor=recipe.org["officer"])
    assert "A.10.4" in print_ and "=HYPERLINK(1)" in print_
    assert "Data changed since first entry: yes" in print_ and said in print_
    assert officer.get(f"/applicability-statements/{statement.number}/print/").content[:5] == b"%PDF-"


def test_what_shows_a_line_is_named_as_far_as_the_reader_sees_it(recipe: StatementRecipe, officer: Client) -> None:
    statement = recipe.make()
    line = line_of(statement, "A.6.2.4")
    hidden = registry["actions"].create(
        actor=recipe.org["author"], at=recipe.clock(), title="Validate anew", kind="improvement",
        owner=recipe.org["author"],
    )  # fmt: skip
    registry["applicability-lines"].link(
        line, kind="concerns", target=hidden.number, rev=None, actor=recipe.org["officer"], at=recipe.clock()
    )
    assert hidden.number in officer.get(lines(statement)).content.decode()
    recipe.org.person("elsewhere", "contributor", unit="SOUTH", home="SOUTH")
    other = Client()
    other.force_login(recipe.org["elsewhere"])
    seen = other.get(lines(statement)).content.decode()
    assert "A.6.2.4" in seen and hidden.number not in seen
    assert "Decide the rest of a chapter" not in seen, "reading is not deciding"
    assert other.post(f"{lines(statement)}{line.number}/", {"rev": "2", **NO}).status_code == 403


def test_a_table_asks_the_same_number_of_queries_for_any_number_of_lines(
    recipe: StatementRecipe, officer: Client, django_assert_max_num_queries: Any
) -> None:
    small, large = recipe.make(), recipe.make(edition=ISO9001)
    for line in large.lines.order_by("pk")[:20]:
        decide(line, recipe.org, recipe.clock(), **YES, owner=recipe.org["author"])
    officer.get(lines(small))
    for statement in (small, large):
        with django_assert_max_num_queries(24):
            officer.get(lines(statement))
