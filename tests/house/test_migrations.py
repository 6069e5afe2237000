"""No change of a model without its migration, and none that would lose the record's guards."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command

from qms.records.models import Record

ROOT = Path(__file__).resolve().parents[2]


def our_apps() -> list[AppConfig]:
    """Those of the settings: a test may have brought a throw-away app of its own into the same process."""
    ours = [c for c in apps.get_app_configs() if c.name in settings.INSTALLED_APPS]
    return [c for c in ours if Path(c.path).is_relative_to(ROOT) and ".venv" not in c.path]


@pytest.mark.usefixtures("db")
def test_no_migration_is_missing() -> None:
    out = StringIO()
    call_command("makemigrations", *[c.label for c in our_apps()], check=True, dry_run=True, stdout=out, stderr=out)


@pytest.mark.usefixtures("db")
def test_every_record_table_and_its_history_have_the_same_columns() -> None:
    from django.db import connection

    records = [model for app in our_apps() for model in app.get_models() if issubclass(model, Record)]
    assert records
    for model in records:
        with connection.cursor() as cursor:
            columns, kept = (
                {c.name for c in connection.introspection.get_table_description(cursor, table)}
                for table in (model._meta.db_table, model.history.model._meta.db_table)
            )
        extra = {"history_id", "history_date", "history_change_reason", "history_type", "history_user_id"}
        assert kept - columns == extra and columns <= kept, model._meta.label
