"""The numbers of the shipped catalogues, one by one, with a word of each control's title: a swapped line would show."""

import pytest

from standards.models import Requirement

pytestmark = pytest.mark.django_db

#: The lowest numbered clauses of ISO 9001:2015.
ISO_9001 = """
4.1 4.2 4.3 4.4.1 4.4.2 5.1.1 5.1.2 5.2.1 5.2.2 5.3 6.1.1 6.1.2 6.2.1 6.2.2 6.3
7.1.1 7.1.2 7.1.3 7.1.4 7.1.5.1 7.1.5.2 7.1.6 7.2 7.3 7.4 7.5.1 7.5.2 7.5.3.1 7.5.3.2
8.1 8.2.1 8.2.2 8.2.3.1 8.2.3.2 8.2.4 8.3.1 8.3.2 8.3.3 8.3.4 8.3.5 8.3.6 8.4.1 8.4.2 8.4.3
8.5.1 8.5.2 8.5.3 8.5.4 8.5.5 8.5.6 8.6 8.7.1 8.7.2 9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3
10.1 10.2.1 10.2.2 10.3
"""
#: Those of ISO/IEC 42001:2023, whose chapter 10 runs the other way round.
ISO_42001 = """
4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.1.1 6.1.2 6.1.3 6.1.4 6.2 6.3 7.1 7.2 7.3 7.4 7.5.1 7.5.2 7.5.3
8.1 8.2 8.3 8.4 9.1 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3 10.1 10.2
"""
CLAUSES = {
    "iso9001-2015": {
        "4.1": "context", "4.3": "scope", "5.3": "roles", "6.3": "changes", "7.1.6": "knowledge", "7.2": "competence",
        "8.3.4": "controls", "8.6": "release", "8.7.2": "nonconforming", "9.2.2": "audit", "10.3": "improvement",
    },
    "iso42001-2023": {
        "5.2": "policy", "6.1.2": "risk assessment", "6.1.3": "risk treatment", "6.1.4": "impact assessment",
        "6.2": "objectives", "6.3": "changes", "8.1": "operational", "8.2": "risk assessment", "8.3": "risk treatment",
        "8.4": "impact assessment", "9.2.2": "programme", "10.1": "continual improvement", "10.2": "nonconformity",
    },
}  # fmt: skip
CONTROLS = {
    "A.2.2": "policy", "A.2.3": "alignment", "A.2.4": "review",
    "A.3.2": "roles", "A.3.3": "concerns",
    "A.4.2": "documentation", "A.4.3": "data", "A.4.4": "tooling", "A.4.5": "computing", "A.4.6": "human",
    "A.5.2": "process", "A.5.3": "documentation", "A.5.4": "individuals", "A.5.5": "societal",
    "A.6.1.2": "objectives", "A.6.1.3": "processes", "A.6.2.2": "requirements", "A.6.2.3": "design",
    "A.6.2.4": "verification", "A.6.2.5": "deployment", "A.6.2.6": "operation", "A.6.2.7": "technical",
    "A.6.2.8": "event logs",
    "A.7.2": "development", "A.7.3": "acquisition", "A.7.4": "quality", "A.7.5": "provenance", "A.7.6": "preparation",
    "A.8.2": "user information", "A.8.3": "external reporting", "A.8.4": "incidents", "A.8.5": "interested parties",
    "A.9.2": "processes", "A.9.3": "objectives", "A.9.4": "intended use",
    "A.10.2": "responsibilities", "A.10.3": "suppliers", "A.10.4": "customers",
}  # fmt: skip


def titles(edition: str, **wanted: object) -> dict[str, str]:
    rows = Requirement.objects.filter(edition__key=edition, **wanted).values_list("ref", "title")
    return {ref: title.lower() for ref, title in rows}


@pytest.mark.parametrize(("edition", "numbers"), [("iso9001-2015", ISO_9001), ("iso42001-2023", ISO_42001)])
def test_the_lowest_numbered_clauses_are_those_of_the_standard(edition: str, numbers: str) -> None:
    lowest = titles(edition, kind="clause", assessable=True)
    assert list(lowest) == numbers.split()
    for ref, word in CLAUSES[edition].items():
        assert word in lowest[ref], ref


@pytest.mark.requirement("AIMS-01")
def test_the_controls_are_those_of_annex_a_each_under_its_own_number() -> None:
    controls = titles("iso42001-2023", kind="control")
    assert list(controls) == list(CONTROLS)
    for ref, word in CONTROLS.items():
        assert word in controls[ref], ref
