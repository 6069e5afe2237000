"""Risks above the appetite that nobody treats and nobody has accepted."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qms.links.models import Link
from qms.registers import registry

from ..models import Acceptance, Risk

LIVING = ("assessed", "treatment", "accepted")


def unanswered(rows: QuerySet[Risk]) -> QuerySet[Risk]:
    """Those above the appetite with neither an open action that treats them nor an acceptance in force.

    An action without an owner or a date treats nothing yet (ISO 31000:2018 6.5.3: who, and by when).
    """
    treated = Link.objects.filter(
        target_id=OuterRef("pk"), kind="addresses", removed_at=None, source__register="actions",
        source__phase__in=("draft", "open"), source__owner__isnull=False, source__dates__name="due",
    )  # fmt: skip
    accepted = Acceptance.objects.filter(risk=OuterRef("pk"), state="in_force")
    above = rows.filter(above_appetite=True, state__in=LIVING)
    return above.filter(~Q(Exists(treated)), ~Q(Exists(accepted)))


def unanswered_tile(actor: Any) -> dict[str, Any]:
    """For the home page."""
    living = registry["risks"].visible(actor).filter(state__in=LIVING)
    n, total = unanswered(living).count(), living.count()
    return {
        "label": _("Risks above appetite, unanswered"), "value": n if total else None, "bad": bool(n),
        "note": _("of %d risks") % total if total else _("none recorded"), "url": "/risks/top/?only=unanswered",
    }  # fmt: skip
