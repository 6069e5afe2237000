"""Which column becomes which field."""

from types import SimpleNamespace

import pytest

from qms.imports.mapping import DROP, KEEP, Mapping, check_mapping, propose
from qms.lib.errors import Invalid
from tests.imports.mishaps import Mishaps


def test_columns_are_proposed_by_heading_and_values(incidents: Mishaps, people: SimpleNamespace) -> None:
    columns = ["Incident ID", "Titel", "Severity", "Assignee", "Site", "Detected", "owner_function", "Status"]
    sample = [
        ["I-1", "A", "Critical", "worker@example.org", "N", "03/04/2026", "MSAT", "Open"],
        ["I-2", "B", "High", "Quality Example", "South", "13/04/2026", "Laboratory", "Done"],
    ]
    assert propose(incidents, columns, sample).columns == {
        "Incident ID": "external_id", "Titel": "title", "Severity": "severity", "Assignee": "owner", "Site": "unit",
        "Detected": "found_on", "owner_function": KEEP, "Status": "state",
    }  # fmt: skip


def test_column_whose_values_do_not_fit_is_kept_as_text(incidents: Mishaps, people: SimpleNamespace) -> None:
    proposed = propose(
        incidents, ["Title", "Owner", "Date", "Status"], [["A", "the night shift", "soon", "Zombie"]] * 3
    )
    assert proposed.columns == {"Title": "title", "Owner": KEEP, "Date": KEEP, "Status": KEEP}


def test_distinct_numbers_are_proposed_as_external_id(incidents: Mishaps, people: SimpleNamespace) -> None:
    columns = ["capa_id", "investigation_id", "capa_number"]
    sample = [[str(n), "7", f"CAPA-{n:06}"] for n in range(1, 9)]
    proposed = propose(incidents, columns, sample).columns
    assert proposed == {"capa_id": KEEP, "investigation_id": KEEP, "capa_number": "external_id"}


def test_declared_choice_synonyms_make_a_column_fit(incidents: Mishaps, people: SimpleNamespace) -> None:
    assert propose(incidents, ["severity"], [["High"], ["Low"], ["Medium"]]).columns == {"severity": "severity"}
    assert propose(incidents, ["severity"], [["S1"], ["S2"], ["S3"]]).columns == {"severity": KEEP}


def test_wrong_mappings_are_refused_by_column(incidents: Mishaps) -> None:
    columns = ["A", "B", "C"]
    with pytest.raises(Invalid) as refused:
        check_mapping(incidents, columns, Mapping({"A": "title", "B": "title", "C": "rev", "D": "owner"}))
    assert set(refused.value.fields) == {"B", "C", "D"}
    with pytest.raises(Invalid, match="No column"):
        check_mapping(incidents, columns, Mapping({"A": KEEP, "B": DROP}))


def test_mapping_survives_as_data() -> None:
    mapping = Mapping({"A": "title"}, values={"B": {"High": "major"}}, dates={"": "dmy"}, unit="N")
    assert Mapping(**mapping.as_data()) == mapping
