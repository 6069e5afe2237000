"""Files of other tools: fideslang both ways, column templates, PIA JSON both ways; what does not fit says why."""

import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from privacy.exchange import fideslang, pia, piawrite
from privacy.exchange.fideslang import Source
from privacy.services.importing import bring_in
from qms.lib.errors import Forbidden, Invalid
from qms.registers import registry
from tests.factories.impact_assessments import ImpactAssessmentRecipe
from tests.factories.processing_activities import ProcessingActivityRecipe

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("GD-30x")]
SYSTEM = b"""
system:
  - fides_key: mail_reader
    name: Mail reader
    description: Sorts letters.
    administrating_department: North
    privacy_declarations:
      - name: Sort letters
        data_use: essential.service
        data_subjects: [customer]
        data_categories: [user.contact, user.health_and_medical]
        dataset_references: [letters_db]
"""
DATASET = b"""
dataset:
  - fides_key: letters_db
    collections:
      - name: letters
        fields: [{name: at, data_categories: [user.contact.address]}]
"""


@pytest.fixture
def recipe() -> ProcessingActivityRecipe:
    return ProcessingActivityRecipe()


def brought(recipe: ProcessingActivityRecipe, *files: bytes, dry_run: bool = False, who: str = "officer") -> Any:
    sources = [Source(f"{n}.yml", data) for n, data in enumerate(files)]
    return bring_in(sources, unit=None, actor=recipe.org[who], at=recipe.clock(), source="page", dry_run=dry_run)


def made(recipe: ProcessingActivityRecipe, told: Any) -> list[Any]:
    return [recipe.register.get(number, recipe.org["officer"]) for number in told.created]


def test_each_declaration_becomes_a_draft_with_the_data_of_its_datasets(recipe: ProcessingActivityRecipe) -> None:
    dataset = registry["datasets"].create(
        actor=recipe.org["author"], at=recipe.clock(), title="letters_db", family="letters", version="1"
    )
    assert brought(recipe, SYSTEM, DATASET, dry_run=True).created == []
    assert not recipe.register.model.objects.exists()
    (record,) = made(recipe, brought(recipe, SYSTEM, DATASET))
    assert (record.title, record.system_name, record.data_use) == ("Sort letters", "Mail reader", "essential.service")
    assert [(r["key"], r["kind"]) for r in record.data] == [
        ("user.contact", "ordinary"), ("user.health_and_medical", "special"), ("user.contact.address", "ordinary"),
    ]  # fmt: skip
    assert (record.unit.code, record.state, record.lacking) == ("NORTH", "draft", "a, d, e, f, g")
    assert [link["target"] for link in record.entry.attached["links"]] == [dataset.number]


def test_what_came_in_before_is_skipped(recipe: ProcessingActivityRecipe) -> None:
    brought(recipe, SYSTEM)
    told = brought(recipe, SYSTEM)
    assert (told.created, told.skipped) == ([], ["Sort letters"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: 1", "no fideslang file"),
        ("system: [{name: x}]", "fides_key"),
        ("system: [{fides_key: a, name: x}]", "no privacy declaration"),
        ("system: [{fides_key: a, privacy_declarations: [{name: x}]}]", "data_use"),
        ("system: [{fides_key: a, privacy_declarations: [{data_use: 'x y'}]}]", "data_use"),
        ("system: [{fides_key: a, privacy_declarations: [{data_use: x, data_categories: ['a b']}]}]", "data category"),
    ],
)
def test_a_refused_part_says_why_and_nothing_is_written(
    recipe: ProcessingActivityRecipe, text: str, why: str
) -> None:  # fmt: skip
    told = brought(recipe, SYSTEM, text.encode())
    assert any(why in sentence for sentence in told.refused), told.refused
    assert not recipe.register.model.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"system: [\n  : ]\n{", "is no YAML"),
        (b"a: &x [1]\nb: *x\n", "line 2: references"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"system: !!python/object:os.system {}", "no YAML"),
        (b"[" * 50, "nested"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(recipe: ProcessingActivityRecipe, data: bytes, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        brought(recipe, data)


def test_whoever_may_not_import_is_refused(recipe: ProcessingActivityRecipe) -> None:
    with pytest.raises(Forbidden):
        brought(recipe, SYSTEM, who="stranger")


def test_what_goes_out_as_fideslang_comes_back_the_same(recipe: ProcessingActivityRecipe) -> None:
    records = made(recipe, brought(recipe, SYSTEM, DATASET))
    again = fideslang.read([Source("out.yml", fideslang.write(records))])
    first = fideslang.read([Source("in.yml", SYSTEM), Source("sets.yml", DATASET)])
    same = ("title", "subjects", "data", "system_name", "system_key", "data_use", "dataset_keys")
    assert again.refused == []
    assert [{k: row[k] for k in same} for row in again.rows] == [{k: row[k] for k in same} for row in first.rows]


def test_the_page_checks_and_writes(recipe: ProcessingActivityRecipe) -> None:
    client = Client()
    client.force_login(recipe.org["officer"])
    here = "/processing-activities/fideslang/"
    assert client.get(here).status_code == 200

    def sent(data: bytes, **more: str) -> Any:
        unit = recipe.org.units["NORTH"].pk
        return client.post(here, {"systems": SimpleUploadedFile("s.yml", data), "unit": unit, **more})

    checked = sent(SYSTEM, check="on").content.decode()
    assert "1 declaration would become a draft" in checked and "<li>Sort letters</li>" in checked
    assert "nothing would be written" in sent(DATASET, check="on").content.decode()
    assert not recipe.register.model.objects.exists()
    refused = sent(b"system: [{name: x}]")
    assert refused.status_code == 422 and "fides_key" in refused.content.decode()
    assert sent(SYSTEM).status_code == 302
    assert recipe.register.model.objects.count() == 1
    assert "Everything in it is here already" in sent(SYSTEM, check="on").content.decode()
    client.force_login(recipe.org["stranger"])
    assert client.get(here).status_code == 403


def test_what_was_checked_is_brought_in_without_choosing_it_again(recipe: ProcessingActivityRecipe) -> None:
    client = Client()
    client.force_login(recipe.org["officer"])
    here, unit = "/processing-activities/fideslang/", recipe.org.units["NORTH"].pk
    files = {"systems": SimpleUploadedFile("s.yml", SYSTEM), "datasets": SimpleUploadedFile("d.yml", DATASET)}
    page = client.post(here, {**files, "unit": unit, "check": "on"}).content.decode()
    found = re.search(r'name="checked" value="([^"]*)"', page)
    assert found and "Bring in 1 draft<" in page
    broken = client.post(here, {"checked": "[[1]]", "unit": unit})
    assert broken.status_code == 422 and "Choose the files again" in broken.content.decode()
    assert "Choose a file with systems" in client.post(here, {"unit": unit}).content.decode()
    assert not recipe.register.model.objects.exists()
    assert client.post(here, {"checked": html.unescape(found[1]), "unit": unit}).status_code == 302
    assert recipe.register.model.objects.get().dataset_keys, "with what the second file says"


def ran(*arguments: str) -> tuple[int, Any]:
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(*arguments, "--json", stdout=out, stderr=io.StringIO())
    return int(ended.value.code or 0), json.loads(out.getvalue())


def test_files_of_ethyca_come_in_by_command_and_go_out(
    recipe: ProcessingActivityRecipe, sample: Callable[[str], Path]
) -> None:  # fmt: skip
    files = [
        str(sample(f"ethyca__fideslang/demo_resources/demo_{n}.yml")) for n in ("system", "dataset")
    ] + [str(sample("ethyca__fides/.fides/systems.yml"))]  # fmt: skip
    code, told = ran("import_processing", *files, "--unit", "NORTH", "--dry-run")
    assert (code, told["activities"], told["created"], told["refused"]) == (0, 5, [], [])
    code, told = ran("import_processing", *files, "--unit", "NORTH")
    assert (code, len(told["created"])) == (0, 5)
    records = recipe.register.model.objects.order_by("pk")
    analytics = records.get(system_key="demo_analytics_system")
    assert {"user.contact", "user.contact.email", "user.unique_id"} <= {r["key"] for r in analytics.data}
    out = yaml.safe_load(fideslang.write(records.select_related("unit")))
    assert [s["fides_key"] for s in out["system"]][:2] == ["demo_analytics_system", "demo_marketing_system"]
    assert ran("import_processing", *files[:1], "--unit", "NOWHERE")[0] == 2
    assert ran("import_processing", str(sample("LINCnil__pia/src/assets/files/pia_architecture.json")))[0] == 1


def test_a_column_template_comes_in_through_the_general_import(
    recipe: ProcessingActivityRecipe, sample: Callable[[str], Path]
) -> None:  # fmt: skip
    folder = "intuitem__ciso-assistant-community/backend/data_wizard/import_templates"
    file = str(sample(f"{folder}/processings_template.xlsx"))
    left = ["--map", "folder=+", "--map", "assigned_to=+"]
    code, told = ran("import_records", "processing-activities", file, *left, "--unit", "NORTH")
    assert (code, told["created"]) == (0, 2)
    first = recipe.register.model.objects.order_by("pk").first()
    assert (first.title, first.external_id, first.dpia_needed, first.state) == (
        "processing 2", "process 2", "no", "draft",
    )  # fmt: skip
    assert "Draft" in first.description, "columns without a field are kept as text"


PIA = {
    "pia": {"name": "Sorting letters", "dpo_opinion": "fine", "concerned_people_opinion": "Asked in spring."},
    "answers": [
        {"reference_to": 111, "data": {"text": "<p>A <b>model</b> reads &amp; sorts.</p><script>x</script>"}},
        {"reference_to": 211, "data": {"text": "<ul><li>one</li><li>two</li></ul>"}},
        {"reference_to": 215, "data": {"text": "<p>12 months</p>"}},
        {"reference_to": 321, "data": {"list": ["Strangers read"]}},
        {"reference_to": 323, "data": {"list": ["Staff"]}},
        {"reference_to": 325, "data": {"gauge": 3, "text": ""}},
        {"reference_to": 326, "data": {"gauge": 2, "text": ""}},
        {"reference_to": 331, "data": {"list": ["Wrong letters"]}},
        {"reference_to": 999, "data": {"text": "?"}},
    ],
    "measures": [{"title": "Encryption", "content": "<p>At rest.</p>"}],
}


@pytest.mark.requirement("GD-35-2")
def test_an_exported_pia_becomes_the_values_of_an_assessment() -> None:
    read = pia.read(json.dumps(PIA).encode(), name="pia.json")
    said = read.values
    assert said["description"] == "A model reads & sorts."
    assert said["purposes"] == "- one\n- two"
    assert said["answers"] == [{"question": "215", "text": "12 months"}]
    assert "Encryption" in said["measures"] and said["views"] == "Asked in spring."
    (risk,) = said["risks"]
    assert (risk["feared"], risk["severity"], risk["likelihood"], risk["impact"]) == (
        "access",
        "3",
        "2",
        "Strangers read",
    )
    notes = " ".join(read.notes)
    assert "advice is signed here" in notes and "999" in notes and "no severity" in notes


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "no JSON"),
        (b"[]", "not one object"),
        (b"{}", "neither"),
        (b'{"sections": [{"items": [{"questions": [{"id": 111, "answer": ""}]}]}]}', "no answer"),
        (b'{"pia": {"name": "x"}, "answers": "no"}', "no answer"),
        (b'{"sections": [5, {"items": 5}, {"items": [{"questions": 5, "answers": 5}]}]}', "no answer"),
        (b'{"pia": {}, "measures": 5, "answers": [{"reference_to": 111, "data": 5}, 5]}', "no answer"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_is_no_pia_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        pia.read(data, name="x.json")


@pytest.mark.requirement("GD-35-2")
def test_what_goes_out_as_pia_comes_back_the_same() -> None:
    recipe = ImpactAssessmentRecipe()
    answers = [{"question": "215", "text": "12 months\nthen gone"}, {"question": "227", "text": "None."}]
    record = recipe.make(answers=answers, responsibilities="We and the scanning service.")
    back = pia.read(piawrite.write(record), name="out.json").values
    for name in ("title", "description", "purposes", "responsibilities", "measures"):
        assert back[name] == getattr(record, name)
    assert {r["question"]: r["text"] for r in back["answers"]}.items() >= {"215": "12 months\nthen gone"}.items()
    for key in ("feared", "impact", "severity", "likelihood", "measures", "sources"):
        assert back["risks"][0][key] == record.risks[0][key]


@pytest.mark.requirement("GD-35-2")
def test_files_of_the_cnil_come_in_by_page_and_command(sample: Callable[[str], Path]) -> None:
    recipe = ImpactAssessmentRecipe()
    folder = "LINCnil__pia/src/assets/files"
    good, empty = sample(f"{folder}/2018-11-21-structure-example-fr.json"), sample(f"{folder}/pia_architecture.json")
    client = Client()
    client.force_login(recipe.org["author"])
    here = "/impact-assessments/cnil/"
    refused = client.post(here, {"file": SimpleUploadedFile("empty.json", empty.read_bytes())})
    assert refused.status_code == 422 and "no answer to any question" in refused.content.decode()
    answer = client.post(here, {"file": SimpleUploadedFile("pia.json", good.read_bytes())})
    record = recipe.register.model.objects.get()
    assert answer["Location"] == f"/impact-assessments/{record.number}/"
    assert record.title == "Exemple : PIAF Objets connectés"
    assert "Ses finalités sont" in record.description and "<" not in record.description
    assert {r["question"] for r in record.answers} >= {"113", "121", "212", "215", "227"}
    assert client.get(f"/impact-assessments/{record.number}/cnil.json").json()["structure"]["name"] == record.title
    code, told = ran("import_pia", str(good), str(empty), "--actor", "author", "--dry-run")
    assert (code, [bool(t["refused"]) for t in told]) == (1, [False, True])


def test_the_same_pia_is_known_by_its_content_whatever_the_file_is_called() -> None:
    recipe = ImpactAssessmentRecipe()
    client = Client()
    client.force_login(recipe.org["author"])
    data = json.dumps(PIA).encode()

    def sent(name: str, body: bytes) -> str:
        file = SimpleUploadedFile(name, body)
        where = client.post("/impact-assessments/cnil/", {"file": file, "unit": recipe.org.units["NORTH"].pk})
        return client.get(where["Location"]).content.decode()

    sent("first.json", data)
    again = sent("second.json", json.dumps(PIA, indent=2).encode())
    record = recipe.register.model.objects.get()
    assert f"brought in before: it is {record.number}" in again
    assert record.unit == recipe.org.units["NORTH"]
    sent("other.json", json.dumps({**PIA, "pia": {**PIA["pia"], "name": "Sorting parcels"}}).encode())
    assert recipe.register.model.objects.count() == 2
