"""The panels of a dataset: how far the datasheet is filled in, and the versions of its family."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from . import datasheet
from .queries.datasets import versions_of
from .services.datasets import may_follow


def dataset_panels(record: Any, actor: Any, sections: Iterable[Any]) -> list[Any]:
    """(title, template, context) of each panel."""
    url = f"/datasets/{record.number}/"
    groups = datasheet.filled(record, sections)
    sheet = {
        "groups": groups, "sources": datasheet.by_source(groups), "totals": datasheet.totals(groups),
        "failing": record.failing_required,
    }  # fmt: skip
    family = {
        "record": record, "versions": versions_of(record.family, actor), "url": url,
        "may_follow": may_follow(record, actor),
    }  # fmt: skip
    return [
        (_("How far it is filled in"), "datasets/panels/filled.html", sheet),
        (_("Versions"), "datasets/panels/versions.html", family),
    ]
