"""Which versions are in use, and which of them no valid signature stands behind."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qms.registers import registry

from ..models import Deployment, ModelCard, System, SystemVersion

#: States of a card in which its approval stands, with or without conditions.
SIGNED = ("approved", "conditional")
LIVING = ("proposed", "development", "testing", "approved", "restricted", "reassessment")


def in_use() -> QuerySet[SystemVersion]:
    """Versions that are current, or live somewhere whatever their state."""
    live = Deployment.objects.filter(version=OuterRef("pk"), state="live")
    return SystemVersion.objects.filter(Q(state="current") | Exists(live))


def is_signed(version: str = "pk") -> Exists:
    """That a version has a card whose approval stands; `version` names the version's key in the outer query."""
    return Exists(ModelCard.objects.filter(version=OuterRef(version), state__in=SIGNED))


def unsigned_systems(systems: QuerySet[System]) -> QuerySet[System]:
    """Those with a version in use that no valid signature stands behind."""
    return systems.filter(Exists(in_use().filter(~is_signed(), system=OuterRef("pk"))))


def unsigned_tile(actor: Any) -> dict[str, Any]:
    """For the home page: how many systems run a model that nobody answers for."""
    living = registry["systems"].visible(actor).filter(state__in=LIVING)
    n, total = unsigned_systems(living).count(), living.count()
    return {
        "label": _("Models without a valid signature"), "value": n if total else None, "bad": bool(n),
        "note": _("of %d systems") % total if total else _("none recorded"), "url": "/systems/overview/?only=unsigned",
    }  # fmt: skip
