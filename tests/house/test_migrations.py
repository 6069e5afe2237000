"""No change of a model without its migration, and none that would lose the record's guards."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from qms.records.models import Record

#: The throw-away register of the imports' tests makes its table itself, where a test asks for it.
WITHOUT = "imports_test"


@pytest.mark.usefixtures("db")
def test_no_migration_is_missing() -> None:
    here = Path(__file__).resolve().parents[2]
    ours = [c for c in apps.get_app_configs() if Path(c.path).is_relative_to(here) and ".venv" not in c.path]
    ours = [c for c in ours if c.label != WITHOUT]
    out = StringIO()
    call_command("makemigrations", *[c.label for c in ours], check=True, dry_run=True, stdout=out, stderr=out)


@pytest.mark.usefixtures("db")
def test_every_record_table_and_its_history_have_the_same_columns() -> None:
    from django.db import connection

    for model in apps.get_models():
        if not issubclass(model, Record) or model._meta.app_label in ("trials", WITHOUT):
            continue
        with connection.cursor() as cursor:
            columns, kept = (
                {c.name for c in connection.introspection.get_table_description(cursor, table)}
                for table in (model._meta.db_table, model.history.model._meta.db_table)
            )
        extra = {"history_id", "history_date", "history_change_reason", "history_type", "history_user_id"}
        assert kept - columns == extra and columns <= kept, model._meta.label
