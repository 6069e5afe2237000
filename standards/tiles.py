"""What the home page says about the context of the organisation."""

from typing import Any

from django.utils.translation import gettext as _

from qms.records.access import visible_to

from .models import ContextIssue


def climate_decision(actor: Any) -> ContextIssue | None:
    """The latest decision about climate change that stands and that the reader sees (ISO 9001 4.1, Amd 1:2024)."""
    rows = visible_to(ContextIssue.objects.filter(kind="climate", state="in_force"), actor)
    return rows.order_by("-changed_at", "-pk").first()


def climate_tiles(actor: Any) -> list[dict[str, Any]]:
    """A tile while no decision stands; nothing once there is one."""
    if climate_decision(actor) is not None:
        return []
    return [
        {
            "label": _("Climate change decision"), "value": None, "late": "", "note": _("asked for by 4.1, Amd 1:2024"),
            "url": "/context-issues/?phase=open&kind=climate",
        }
    ]  # fmt: skip
