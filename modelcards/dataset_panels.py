"""The panels of a dataset: how far the datasheet is filled in, and the versions of its family."""

from typing import Any

from django.utils.translation import gettext as _

from qms.registers import registry

from . import datasheet
from .queries.datasets import versions_of
from .services.datasets import may_follow


def filled_panel(record: Any) -> dict[str, Any]:
    """What of the datasheet is answered, unknown and empty, and what fails."""
    groups = datasheet.filled(record, registry["datasets"].sections)
    return {
        "groups": groups, "sources": datasheet.by_source(groups), "totals": datasheet.totals(groups),
        "failing": record.failing_required,
    }  # fmt: skip


def dataset_panels(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of each panel below the content."""
    family = {
        "record": record, "versions": versions_of(record.family, actor), "url": f"/datasets/{record.number}/",
        "may_follow": may_follow(record, actor),
    }  # fmt: skip
    return [(_("Versions"), "datasets/panels/versions.html", family)]
