"""The shipped catalogues once more: they say now which articles hold nothing to be met. And mappings to the GDPR."""

from typing import Any

from django.db import migrations

from standards.catalogues.load import load_all, load_mappings


def load(apps: Any, schema_editor: Any) -> None:
    """With the models as they were at this migration."""

    def model(name: str) -> Any:
        return apps.get_model("standards", name)

    load_all(model)
    load_mappings(model)


class Migration(migrations.Migration):
    dependencies = [("standards", "0005_applicability_and_context")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
