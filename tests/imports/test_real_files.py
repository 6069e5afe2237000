"""Real files into the real registers, with nothing said about their columns."""

import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from qms.imports import progress, runs
from qms.imports.mapping import Mapping, propose
from qms.imports.models import ImportTask
from qms.imports.reading import open_table
from qms.imports.result import Result
from qms.imports.run import run_import
from qms.imports.targets import headings
from qms.imports.work import work_off
from qms.registers import registry
from qms.registers.verify import verify
from tests.imports.mishaps import AT
from tests.servers import Program, wait_for

Sample = Callable[[str], Path]
INVENTORY = "incidents/ombegov__2024-Federal-AI-Use-Case-Inventory"
WIZARD = "intuitem__ciso-assistant-community/backend/data_wizard/import_templates"


def imported(key: str, path: Path, actor: Any) -> tuple[Result, Any]:
    register = registry[key]
    table = open_table(path, known=headings(register))
    mapping = propose(register, table.columns, [r.cells for r in table.rows()][:500])
    result = run_import(register, table, mapping, actor=actor, at=AT)
    assert result.errors == [] and result.created == result.rows
    again = run_import(register, table, mapping, actor=actor, at=AT)
    assert (again.created, again.skipped, again.refused) == (0, result.rows, 0)
    return result, register.model.objects.order_by("pk")


def test_incidents_of_an_issue_tracker_become_nonconformities(people: SimpleNamespace, sample: Sample) -> None:
    path = sample("incidents/ericjoye__Risk-Quality-Issue-Tracker/incident_data.csv")
    result, records = imported("nonconformities", path, people.quality)
    assert result.rows == 50
    first = records.first()
    assert (first.external_id, first.severity, first.state) == ("INC-001", "critical", "draft")
    assert first.title == "INC-001 · Data Security · Inadequate access controls"
    assert "resolution_time_hours: 48" in first.description
    assert Counter(records.values_list("severity", flat=True)) == {"minor": 24, "major": 16, "critical": 10}
    assert not list(verify())


def test_french_train_incidents_become_nonconformities(people: SimpleNamespace, sample: Sample) -> None:
    path = sample("incidents/AntoineAugusti__mestrainsdhier-sncf/data/incidents.csv")
    result, records = imported("nonconformities", path, people.quality)
    assert result.rows == 3745
    first = records.first()
    assert first.title == "Défaut de signalisation entre Nation et Auber"
    assert first.found_on.isoformat() == "2019-01-23"
    assert first.description.splitlines()[:2] == [f"- {first.title}", "- Malaise voyageur à Auber"]
    silent = records.get(external_id=f"file:{result.sha256[:12]}:7")
    assert silent.title == "transilien · H" and silent.description == ""


def test_capas_become_actions_in_the_states_declared(people: SimpleNamespace, sample: Sample) -> None:
    path = sample("incidents/Dare215__Pharma-Quality-Intelligence-Platform/data/capas.csv")
    result, records = imported("actions", path, people.quality)
    assert result.rows == 6000
    first = records.first()
    assert (first.external_id, first.due_on.isoformat()) == ("CAPA-000001", "2024-07-11")
    assert first.title == "CAPA-000001 · Corrective and Preventive · MSAT"
    assert "investigation_id: 4656" in first.description
    assert set(records.values_list("mark", flat=True)) == {"migrated"}
    phases = Counter(registry["actions"].lifecycle.phase(s) for s in records.values_list("state", flat=True))
    assert phases["done"] == 3885 and phases["open"] == 2115


@pytest.mark.parametrize(
    ("name", "columns", "rows", "line"),
    [
        ("registers/yaanst__CERN-DataCenter-Cooling-System/FMEA.xlsx", 7, 18, 1),
        ("registers/intuitem__ciso-assistant-community/cli/RA_sample.csv", 15, 3, 1),
        ("registers/SG1unitis__risk-projekt/risk_register.csv", 23, 30, 1),
        ("incidents/cisagov__kev-data/known_exploited_vulnerabilities.csv", 11, 1404, 1),
        (f"{INVENTORY}/data/2023_consolidated_ai_inventory_raw.csv", 10, 710, 1),
        (f"privacy/{WIZARD}/processings_template.xlsx", 11, 2, 1),
    ],
)  # fmt: skip
def test_files_of_other_programs_are_read(sample: Sample, name: str, columns: int, rows: int, line: int) -> None:
    table = open_table(sample(name))
    found = list(table.rows())
    assert (len(table.columns), len(found), table.header.line) == (columns, rows, line)
    assert [r for r in found if r.problem] == []


def test_killed_process_leaves_nothing_and_the_next_one_imports_all(program: Program, people: SimpleNamespace) -> None:
    text = "id,title\n" + "".join(f"K-{n},Part {n} does not fit\n" for n in range(6000))
    now = timezone.now()
    run = runs.start(register="nonconformities", name="a.csv", data=text.encode(), actor=people.quality, at=now)
    runs.choose(run, mapping=Mapping(**run.mapping), at=now)
    work_off(at=timezone.now())
    runs.confirm(run, at=timezone.now())
    task = ImportTask.objects.get(run=run, dry=False)
    with program.started("django", "tick", name="tick") as process:
        wait_for(lambda: (seen := progress.read(task.pk)) and 1000 <= seen.done < 6000, "the first rows")
        process.send_signal(signal.SIGKILL)
        process.wait()
    model = registry["nonconformities"].model
    assert not model.objects.exists() and not model.history.exists()
    ImportTask.objects.filter(pk=task.pk).update(queue_state="waiting")
    work_off(at=timezone.now())
    assert model.objects.count() == 6000
