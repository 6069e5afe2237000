"""The card schema: complete, mapped field by field, and documented as it is."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from modelcards.cards import kinds, schema, table
from modelcards.cards.headings import norm
from tests.modelcards.cards.reading import TODAY

ROOT = Path(__file__).resolve().parents[3]
MITCHELL = """
Model details: person or organisation | Model details: date | Model details: version | Model details: type
Model details: training algorithms | Model details: parameters | Model details: fairness constraints
Model details: features | Model details: paper or resource | Model details: citation | Model details: licence
Model details: contact | Intended use: primary uses | Intended use: primary users | Intended use: out-of-scope uses
Factors: relevant factors | Factors: evaluation factors | Metrics: performance measures | Metrics: decision thresholds
Metrics: uncertainty and variability approaches | Evaluation data: datasets | Evaluation data: motivation
Evaluation data: preprocessing | Training data | Quantitative analyses: unitary results
Quantitative analyses: intersectional results | Ethical considerations: data | Ethical considerations: human life
Ethical considerations: mitigations | Ethical considerations: risks and harms | Ethical considerations: use cases
Caveats and recommendations
"""
HF_TEMPLATE = """
Model Details | Model Description | Model Sources | Uses | Direct Use | Downstream Use | Out-of-Scope Use
Bias, Risks, and Limitations | Recommendations | How to Get Started with the Model | Training Details | Training Data
Training Procedure | Preprocessing | Training Hyperparameters | Speeds, Sizes, Times | Evaluation
Testing Data, Factors & Metrics | Testing Data | Factors | Metrics | Results | Model Examination | Environmental Impact
Technical Specifications | Model Architecture and Objective | Compute Infrastructure | Hardware | Software | Citation
Glossary | More Information | Model Card Authors | Model Card Contact
"""
HF_LABELS = """
Developed by | Funded by | Shared by | Model type | Language(s) (NLP) | License | Finetuned from model | Repository
Paper | Demo | Hardware Type | Hours used | Cloud Provider | Compute Region | Carbon Emitted
"""
MCT = """
model_details.overview | model_details.documentation | model_details.owners | model_details.version.name
model_details.version.date | model_details.version.diff | model_details.licenses | model_details.references
model_details.citations | model_details.path | model_parameters.model_architecture | model_parameters.data
model_parameters.input_format | model_parameters.output_format | model_parameters.input_format_map
model_parameters.output_format_map | considerations.users | considerations.use_cases | considerations.limitations
considerations.tradeoffs | considerations.ethical_considerations
"""
REPRODUCTION = "code_commit environment_lock seed config_hash data_version run_id training_code_reviewer"
ANNEX_IV = "1a 1b 1c 1d 1e 1f 1g 1h 2a 2b 2c 2d 2e 2f 2g 2h 3 4 5 6 7 8 9"
FIELDS = list(schema.fields().values())


def listed(text: str) -> set[str]:
    return {one.strip() for line in text.strip().split("\n") for one in line.split("|")}


def refs(catalogue: str) -> set[str]:
    lines = (ROOT / "standards" / "catalogues" / catalogue).read_text(encoding="utf-8").splitlines()
    return {row["ref"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


@pytest.mark.requirement("MC-01")
def test_every_field_of_the_paper_is_a_field_of_the_card() -> None:
    assert {f.mitchell for f in FIELDS if f.mitchell} == listed(MITCHELL)


@pytest.mark.requirement("MC-02")
def test_every_heading_and_label_of_the_hugging_face_template_is_a_field() -> None:
    headings = {norm(h) for f in FIELDS for h in map(schema.plain_heading, f.hf)}
    labels = {norm(label) for f in FIELDS for label in f.label_line}
    assert {norm(h) for h in listed(HF_TEMPLATE)} - headings == set()
    assert {norm(label) for label in listed(HF_LABELS)} - labels == set()


@pytest.mark.requirement("MC-02")
def test_every_section_has_one_of_the_three_writers() -> None:
    assert {s.writer for s in schema.sections()} == {"developer", "sociotechnic", "project organizer"}


@pytest.mark.requirement("MC-03")
def test_every_place_of_the_toolkit_is_a_field() -> None:
    assert listed(MCT) - {path for f in FIELDS for path in f.mct} == set()


@pytest.mark.requirement("EUA-11")
def test_nine_points_of_annex_iv_are_answered_or_say_where() -> None:
    points = schema.annex_iv()
    assert [p.ref for p in points] == ANNEX_IV.split()
    assert {p.ref[0] for p in points} == set("123456789")
    assert [p.ref for p in points if not p.fields and not p.elsewhere] == []
    assert [p.ref for p in points if not p.fields] == ["1f", "7", "8"]
    assert {ref for f in FIELDS for ref in f.annex_iv} <= {p.ref for p in points}
    assert "predetermined_changes" in next(p for p in points if p.ref == "2f").fields


def test_every_clause_and_control_is_in_its_catalogue() -> None:
    assert set(schema.by_clause("iso42001")) - refs("iso42001-2023.csv") == set()
    assert set(schema.by_clause("iso9001")) - refs("iso9001-2015.csv") == set()
    assert "limitations" in schema.by_clause("iso42001")["A.8.2"]


@pytest.mark.parametrize("field", FIELDS, ids=lambda f: f.key)
def test_field_is_explained_and_stands_somewhere(field: schema.Field) -> None:
    assert field.label and field.help.endswith(".")
    assert field.kind in schema.KINDS
    assert field.annex_iv or field.iso42001 or field.iso9001
    assert field.hf or field.label_line
    assert field.chapter in (*schema.chapters(), "")


def test_reproduction_has_what_it_takes_to_make_the_model_again() -> None:
    keys = {f.key for f in FIELDS if f.section == "reproduction"}
    assert set(REPRODUCTION.split()) <= keys


def test_no_heading_and_no_label_means_two_fields() -> None:
    headings = Counter(tuple(map(norm, h.split(" / "))) for f in FIELDS for h in f.hf if h)
    labels = Counter((f.under, norm(label)) for f in FIELDS for label in f.label_line)
    assert [one for one, times in (headings + labels).items() if times > 1] == []


def test_unknown_field_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        schema.field("no_such_field")


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("model_date", "2026-11-27", ""),
        ("model_date", "2026-11-28", "in the future"),
        ("model_date", "May", "2026-01-31"),
        ("code_commit", "`d035f48a`", ""),
        ("code_commit", "main", "is no hash"),
        ("environment_lock", "sha256:" + "a" * 64, ""),
        ("seed", "1\n2", "one line"),
        ("seed", "none", ""),
        ("model_date", "unknown", ""),
        ("code_commit", "TBD", ""),
    ],
)
def test_text_of_another_kind_is_told(key: str, text: str, said: str) -> None:
    told = kinds.fault(schema.field(key), text, today=TODAY)
    assert (said in told) if said else told == ""


def test_the_documentation_prints_the_schema_as_it_is() -> None:
    page = (ROOT / "docs" / "model-cards-format.md").read_text(encoding="utf-8")
    assert f"Schema version {schema.version()}" in page
    missing = [line for line in table.lines() if line not in page]
    assert missing == [], "python -m modelcards.cards.table prints the table anew"
