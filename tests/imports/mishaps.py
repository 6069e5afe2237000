"""A throw-away register to import into: one field of every kind that a cell can become."""

import datetime
import sys
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, models

from qms.lifecycle import Lifecycle, State, Transition
from qms.records.fields import PeopleField, StringsField
from qms.records.models import Record
from qms.registers import Register, Section
from qms.registers.predicates import has_role

# A model needs an app, and this one is only there for the tests that ask for it: no settings, no migration.
_app = AppConfig("tests.imports", sys.modules[__name__])
_app.label, _app.apps = "imports_test", apps
apps.app_configs["imports_test"] = _app
_app.models = apps.all_models["imports_test"]

SEVERITIES = (("minor", "Minor"), ("major", "Major"), ("critical", "Critical"))


class Mishap(Record):
    description = models.TextField("description", blank=True)
    severity = models.CharField("severity", max_length=10, choices=SEVERITIES, default="minor")
    found_on = models.DateField("found on", null=True, blank=True)
    hours = models.PositiveIntegerField("hours", null=True, blank=True)
    cost = models.DecimalField("cost", max_digits=10, decimal_places=2, null=True, blank=True)
    repeated = models.BooleanField("repeated", default=False)
    tags = StringsField("tags")
    team = PeopleField("team")

    class Meta(Record.Meta):
        app_label = "imports_test"
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=models.Q(hours=None) | models.Q(hours__lt=10_000), name="mishap_hours"),
        ]


class Mishaps(Register):
    key, prefix = "mishaps", "MSH"
    label, label_plural = "Incident", "Incidents"
    model = Mishap
    menu = "act"
    lifecycle = Lifecycle(
        (State("new", "New", "draft"), State("closed", "Closed", "done")),
        (Transition("close", "Close", ("new",), "closed", has_role("quality_manager")),),
    )
    sections = (
        Section("what", "What", ("title", "description", "severity", "owner", "unit", "found_on")),
        Section("more", "More", ("hours", "cost", "repeated", "tags", "team")),
    )
    search = ("description",)
    dates = {"due": "found_on"}
    may_add = has_role("contributor", "quality_manager")
    import_names = {
        "found_on": ("date", "detected"),
        "repeated": ("recurrence",),
        "hours": ("resolution time hours",),
        "description": ("mishaps",),
        "external_id": ("incident id",),
    }
    import_values = {"severity": {"minor": ("low", "medium"), "major": ("high",)}}
    import_states = {"new": ("open",), "closed": ("done", "erledigt")}


def create_tables() -> None:
    """The register's tables in the present database."""
    with connection.schema_editor() as editor:
        for model in (Mishap, Mishap.history.model):
            editor.create_model(model)


AT = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


def data_of(record: Any, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(record, n) for n in names)
