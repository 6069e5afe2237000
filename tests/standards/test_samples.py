"""Real files: every one in samples/standards goes in or is refused, and what becomes of each is pinned here."""

import os
from pathlib import Path

import pytest

from standards.models import Edition, Requirement, requirements_under
from tests.standards.files import brought

pytestmark = pytest.mark.django_db
SAMPLES = Path(os.environ["QMS_SAMPLES"]) / "standards" if os.environ.get("QMS_SAMPLES") else None

#: File → (nodes, assessable, depth) or a piece of the reason.
OUTCOMES: dict[str, tuple[int, int, int] | str] = {
    "articles.json": "54: The id stands twice in the file.",
    "checklists.json": "no standard in a format known here",
    "gdpr-consolidated-en.xml": (125, 99, 3),
    "NIS2.en.xlsx": (11, 10, 2),
    "critical_risk_matrix_3x3.yaml": "This is a risk matrix. It belongs to the register of risks",
    "gdpr-checklist.yaml": (23, 19, 2),
    "google-saif.yaml": (12, 12, 1),
    "intuitem-common-catalog.yaml": "These are threats",
    "mapping-dora-and-finma-2023-01.yaml": "Bring the standard first, then the mapping again.",
    "nis2-directive.yaml": (17, 13, 3),
    "nist-ai-rmf-1.0.yaml": (113, 72, 3),
    "nist-csf-1.1.yaml": (136, 108, 3),
    "owasp-top-10-web.yaml": "These are threats",
    "preset-us-soc2.yaml": "These are settings for another program",
    "soc2-2017.yaml": (371, 358, 3),
    "tsc-2017.yaml": (81, 61, 2),
    "bp.sample.v4.csv": "No column holds the reference of a requirement.",
    "minimal_catalog.json": "The catalogue holds no groups and no controls.",
    "minimal_catalog_missing_uuid.json": "The catalogue has no uuid",
    "ifa_assessment-results-example.yaml": "This is OSCAL of the kind “assessment-results”",
    "basic-catalog.json": (8, 4, 3),
    "basic-catalog.yaml": (8, 4, 3),
    "ifa_plan-of-action-and-milestones.json": "This is OSCAL of the kind “plan-of-action-and-milestones”",
    "NIST_SP-800-53_rev5_PRIVACY-baseline-resolved-profile_catalog-min.json": (118, 102, 3),
}


@pytest.fixture
def files() -> list[Path]:
    """All of the folder, in a fixed order."""
    if SAMPLES is None or not SAMPLES.is_dir():
        print("skipped: QMS_SAMPLES names no folder with real standards")
        pytest.skip("QMS_SAMPLES names no folder with real standards")
    return sorted(p for p in SAMPLES.rglob("*") if p.is_file())


def test_every_sample_goes_in_or_is_refused_with_its_reason(files: list[Path]) -> None:
    assert {p.name for p in files} == set(OUTCOMES)
    results = {r.file: r for r in brought(*files)}
    for name, expected in OUTCOMES.items():
        data = results[name].as_data()
        if isinstance(expected, str):
            assert data["outcome"] == "refused" and expected in data["reason"], (name, data["reason"])
        else:
            assert data["outcome"] in ("imported", "unchanged"), (name, data["reason"])
            assert (data["nodes"], data["assessable"], data["depth"]) == expected, name
            assert data["orphans"] == 0
    assert results["mapping-dora-and-finma-2023-01.yaml"].as_data()["refused_total"] == 268
    again = {r.file: r.outcome for r in brought(*files)}
    assert "imported" not in again.values()


def test_real_standards_keep_the_shape_that_everything_else_relies_on(files: list[Path]) -> None:
    brought(*files)
    for edition in Edition.objects.filter(origin="imported"):
        rows = list(edition.requirements.select_related("parent"))
        assert all(r.key == f"{edition.key}:{r.ref}" for r in rows)
        assert all(r.parent is None or r.ref.startswith(f"{r.parent.ref}.") for r in rows), edition.key
        assert [r.position for r in rows] == list(range(1, len(rows) + 1))
    privacy = Requirement.objects.get(key__startswith="nist-special-publication", number="AC-3(14)")
    assert privacy.title == "Individual Access" and "Provide" in privacy.text and "{{" not in privacy.text
    assert not Requirement.objects.filter(text__contains="{{ insert").exists()
    assert {r.number for r in requirements_under(["nist-csf-1-1-2025:ID.AM"])} >= {"ID.AM", "ID.AM-1", "ID.AM-6"}
    article = Requirement.objects.get(edition__file_id="celex:32016R0679", number="Article 17")
    assert article.title.startswith("Right to erasure") and article.parent and article.parent.number == "Section 3"
