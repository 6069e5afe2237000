"""The record of processing: every letter of Art. 30, the way it goes out, and the exemption that is never applied."""

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacy.prints.article30 import register_shape
from qms.lib.errors import Invalid, Unmet
from qms.records.models import LedgerRow
from qms.registers.prints.record import record_shape
from tests.factories.processing_activities import PROCESSOR, ProcessingActivityRecipe

pytestmark = pytest.mark.django_db
PAGE = "/processing-activities/article-30/"


@pytest.fixture
def recipe() -> ProcessingActivityRecipe:
    return ProcessingActivityRecipe()


def in_force(recipe: ProcessingActivityRecipe, **values: Any) -> Any:
    return recipe.perform(recipe.make(**values), "put_in_force")


def browser(recipe: ProcessingActivityRecipe, name: str = "officer") -> Client:
    client = Client()
    client.force_login(recipe.org[name])
    return client


@pytest.mark.requirement("GD-30c")
def test_a_controllers_entry_is_refused_with_each_missing_letter(recipe: ProcessingActivityRecipe) -> None:
    empty: dict[str, Any] = {"none_of": [], "purposes": "n/a", "security": ""}
    empty |= dict.fromkeys(("parties", "subjects", "data", "recipients", "retention"), [])
    record = recipe.make(**empty)
    assert record.lacking == "a, b, c, d, e, f, g"
    with pytest.raises(Unmet) as refused:
        recipe.perform(record, "put_in_force")
    said = refused.value.all_sentences()
    assert [s[:13] for s in said] == [f"Art. 30(1)({x})"[:13] for x in "abcdefg"]
    assert "data protection officer, or that there is none" in said[0]


@pytest.mark.requirement("GD-30c")
@pytest.mark.parametrize(
    ("field", "letter"),
    [
        ("parties", "a"), ("purposes", "b"), ("subjects", "c"), ("data", "c"), ("recipients", "d"),
        ("retention", "f"), ("security", "g"),
    ],
)  # fmt: skip
def test_one_blank_answer_lacks_its_letter(recipe: ProcessingActivityRecipe, field: str, letter: str) -> None:
    blank = "" if field in ("purposes", "security") else []
    assert recipe.make(**{field: blank}).lacking == letter


@pytest.mark.requirement("GD-30c")
def test_a_gap_is_an_answer_only_where_it_is_ticked(recipe: ProcessingActivityRecipe) -> None:
    assert recipe.make(none_of=["joint", "representative"]).lacking == "e"
    transfers = [{"country": "Peru", "safeguard": "compelling"}]
    none_of = ["joint", "representative"]
    assert recipe.make(none_of=none_of, transfers=transfers).lacking == "e", "49(1) wants documented safeguards"
    documented = [{**transfers[0], "document": "TIA-7"}]
    assert recipe.make(none_of=none_of, transfers=documented).lacking == "none"
    with pytest.raises(Invalid, match="none_of"):
        recipe.make(transfers=documented)
    abroad = [{"name": "Tax office", "kind": "authority", "country": "US"}]
    with pytest.raises(Invalid, match="“Tax office” receives data in “US”"):
        recipe.make(recipients=abroad)
    assert recipe.make(recipients=abroad, none_of=none_of, transfers=documented).lacking == "none"


@pytest.mark.requirement("GD-30c")
def test_none_is_ticked_in_the_section_of_what_it_answers(recipe: ProcessingActivityRecipe) -> None:
    record, client = recipe.make(recipients=[], none_of=["joint"]), browser(recipe)
    here = f"/processing-activities/{record.number}/"
    page = client.get(here).content.decode()
    assert "the recipients, or that there are none" in page, "in the bar of the step that waits"
    assert "missing: the recipients" not in page, "and not again in the card below it"
    reader = browser(recipe, "author").get(here).content.decode()
    assert "missing: the recipients" in reader, "whoever has no such step reads it in the card"
    form = client.get(f"{here}edit/?section=recipients").content.decode()
    assert 'value="recipients"' in form and 'value="joint"' not in form and 'value="transfers"' not in form
    sent = {"rev": record.rev, "none_of": "recipients", "recipients-0-id": "", "reason": "Nobody receives them."}
    assert client.post(f"{here}edit/?section=recipients", sent).status_code == 302
    kept = recipe.fresh(record)
    assert sorted(kept.none_of) == ["joint", "recipients"] and "d" not in kept.lacking
    whole = client.get(f"{here}edit/").content.decode()
    ids = re.findall(r' id="([^"]+)"', whole)
    assert len(ids) == len(set(ids)) and whole.count('name="none_of"') == 5
    assert "Recipients" in re.search(r'id="recipients".*?</section>', client.get(here).content.decode(), re.S)[0]  # type: ignore[index]


def test_a_row_is_added_without_script_and_without_losing_what_was_typed(recipe: ProcessingActivityRecipe) -> None:
    record, client = recipe.make(recipients=[], none_of=["joint"]), browser(recipe)
    here = f"/processing-activities/{record.number}/edit/?section=recipients"
    rows = {f"recipients-{n}-{part}": f"Firm {n}" * (part == "name") for n in range(2) for part in ("id", "name")}
    more = client.post(here, {"rev": record.rev, "more": "recipients", "none_of": "recipients", **rows})
    page = more.content.decode()
    assert more.status_code == 200 and 'value="Firm 1"' in page and 'name="recipients-3-name"' in page
    assert recipe.fresh(record).recipients == [] and "checked" in page


@pytest.mark.requirement("GD-30p")
def test_a_processor_answers_the_letters_of_its_own_paragraph(recipe: ProcessingActivityRecipe) -> None:
    blank: dict[str, Any] = dict.fromkeys(("purposes", "description"), "")
    blank |= dict.fromkeys(("subjects", "data", "recipients", "retention", "legal_bases"), [])
    record = recipe.make(**{**blank, **PROCESSOR})
    assert record.lacking == "none"
    assert recipe.make(**{**blank, **PROCESSOR, "controllers": []}).lacking == "a, b"
    assert recipe.perform(record, "put_in_force").state == "in_force"
    shown = {s.key for s in recipe.register.sections_for(record)}
    assert "controllers" in shown and not shown & {"purposes", "people", "recipients", "retention"}


@pytest.mark.requirement("GD-30c")
def test_what_is_in_force_has_a_legal_basis_and_what_follows_from_it(recipe: ProcessingActivityRecipe) -> None:
    for values, word in (
        ({"legal_bases": []}, "legal basis"),
        ({"legal_bases": ["legitimate_interest"]}, "legitimate interest"),
        ({"data": [{"name": "Diagnosis", "kind": "special"}]}, "Art. 9"),
    ):
        with pytest.raises(Unmet, match=word):
            in_force(recipe, **values)


@pytest.mark.requirement("GD-30x", "GD-5.2")
def test_the_whole_record_goes_out_with_every_column_and_the_ledger_keeps_it(recipe: ProcessingActivityRecipe) -> None:
    first = in_force(recipe)
    second = in_force(recipe, title="Reading for Fieldpost", **PROCESSOR)
    draft = recipe.make(title="Only described")
    client = browser(recipe)
    table = list(csv.reader(io.StringIO(client.get(f"{PAGE}?format=csv").content.decode("utf-8-sig"))))
    heads, rows = table[0], {row[0]: row for row in table[1:]}
    for letter in "abcdefg":
        column = next(i for i, h in enumerate(heads) if f"30(1)({letter})" in h)
        assert rows[first.number][column], letter
    for letter in "abcd":
        column = next(i for i, h in enumerate(heads) if f"30(2)({letter})" in h and rows[second.number][i])
        assert rows[second.number][column]
    assert draft.number not in rows
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PAGE}?format=xlsx").content))
    assert [c.value for c in next(book.active.iter_rows())] == heads
    assert client.get(f"{PAGE}?format=pdf").content.startswith(b"%PDF")
    shape = register_shape([first, draft], {}, actor=recipe.org["officer"], at=recipe.clock(days=800))
    assert shape.organisation == "Hq" and "CE" in shape.told
    assert "State" in [c.label for c in shape.table.columns]
    assert [row[3] for row in shape.table.rows] == ["In force", "Draft"]
    assert str(shape.table.rows[0][-1]) == "5 Jan 2027, late"
    assert record_shape(first, actor=recipe.org["officer"]).organisation == "Hq", "nobody has set QMS_ORGANISATION"
    page = client.get(PAGE).content.decode()
    assert '<b class="mono phone-only">a</b>' in page
    with_drafts = client.get(f"{PAGE}?format=csv&drafts=yes").content.decode()
    assert draft.number in with_drafts
    assert LedgerRow.objects.filter(action="export", subject="processing-activities").count() == 4
    assert client.get(f"{PAGE}?format=doc").status_code == 400


@pytest.mark.requirement("GD-30x")
def test_the_exemption_is_shown_with_its_exceptions_and_never_applied(recipe: ProcessingActivityRecipe) -> None:
    small = {"fewer_than_250": "yes", "likely_risk": "no", "occasional": "yes"}
    record = in_force(recipe, **small)
    page = browser(recipe).get(f"/processing-activities/{record.number}/").content.decode()
    for words in ("Exception 1", "Exception 2", "Exception 3", "could be relied on", "kept all the same"):
        assert words in page
    assert record.number in browser(recipe).get(f"{PAGE}?format=csv").content.decode(), "it stays in the record"
    special = {"data": [{"name": "Diagnosis", "kind": "special"}], "special_condition": "9(2)(a), consent in writing."}
    kept = in_force(recipe, **small, **special)
    assert "does not apply" in browser(recipe).get(f"/processing-activities/{kept.number}/").content.decode()


def test_what_is_in_force_changes_by_a_review(recipe: ProcessingActivityRecipe) -> None:
    record = in_force(recipe)
    assert "purposes" in recipe.register.locked(record)
    again = recipe.perform(record, "review")
    assert "purposes" not in recipe.register.locked(again)
    blank = recipe.register.edit(
        again, rev=None, actor=recipe.org["author"], at=recipe.clock(), reason="It is kept no longer.", retention=[]
    )
    with pytest.raises(Unmet, match=r"30\(1\)\(f\)"):
        recipe.perform(blank, "put_in_force")


def test_a_stranger_sees_no_entry_in_the_whole_record(recipe: ProcessingActivityRecipe) -> None:
    record = in_force(recipe)
    assert record.number not in browser(recipe, "stranger").get(f"{PAGE}?format=csv").content.decode()


@pytest.mark.parametrize("form", ["", "?format=csv", "?format=yaml"])
def test_the_whole_record_takes_as_many_queries_for_three_entries_as_for_one(
    recipe: ProcessingActivityRecipe, form: str
) -> None:  # fmt: skip
    client = browser(recipe)
    in_force(recipe)
    client.get(f"{PAGE}{form}")
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{PAGE}{form}").status_code == 200
        counts.append(len(asked))
        in_force(recipe)
        in_force(recipe)
    assert counts[0] == counts[1]
