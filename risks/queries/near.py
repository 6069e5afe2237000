"""What is linked to a risk: controls that mitigate it, actions that treat it. Each in one query."""

import datetime
from typing import Any

from django.db.models import Case, Value, When

from qms.links import edges
from qms.registers import registry

from ..choices import MEASURES
from ..models import Control

PRIORITY = [When(measure=key, then=Value(place)) for place, (key, _word) in enumerate(MEASURES)]


def controls_of(record: Any) -> Any:
    """The controls that mitigate it, in the order of priority of ISO 14971:2019 7.1."""
    linked = edges.sources(record.pk, "mitigates", "controls").order_by()
    found = Control.objects.filter(pk__in=linked.values("pk")).select_related("entry", "owner")
    return found.order_by(Case(*PRIORITY, default=Value(len(PRIORITY))), "pk")


def verified_controls(record: Any, since: datetime.datetime | None) -> Any:
    """Effective controls of the record that were verified after `since`; of any day where that is None."""
    found = controls_of(record).filter(state="effective")
    return found if since is None else found.filter(verified_at__gt=since)


def risks_of(control: Any) -> Any:
    """The entries of the risks that a control mitigates."""
    return edges.targets(control.pk, "mitigates", "risks")


def actions_of(record: Any) -> Any:
    """The actions that treat it, oldest first."""
    held = registry["actions"].model.objects.select_related("entry", "owner")
    linked = edges.sources(record.pk, "addresses", "actions").order_by()
    return held.filter(pk__in=linked.values("pk")).order_by("pk")


def open_actions(record: Any) -> Any:
    """Those that are not over."""
    return actions_of(record).filter(entry__phase__in=("draft", "open"))
