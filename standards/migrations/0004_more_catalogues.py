"""The shipped catalogues with the columns that came with 0003, and the shipped mappings between them."""

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
    dependencies = [("standards", "0003_mappings_and_imports")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
