"""The shipped catalogues, so that an installation is complete after `migrate`. Later ones: `manage.py load_catalogues`."""

from typing import Any

from django.db import migrations

from standards.catalogues.load import load_all


def load(apps: Any, schema_editor: Any) -> None:
    """With the models as they were at this migration."""
    load_all(lambda name: apps.get_model("standards", name))


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
