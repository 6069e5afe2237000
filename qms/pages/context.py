"""What the frame of every page shows. Worked out only where a template really uses it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from qms.notices.queries import unread_count
from qms.registers.registry import registry

from . import menu
from .fragments import is_fragment


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menu, notices, person and version for base.html."""
    actor = getattr(request, "user", None)
    common = {
        "version": settings.QMS_VERSION,
        "organisation": settings.QMS_ORGANISATION,
        "zone": timezone.get_current_timezone_name(),
        "actor": actor,
        "shell": shell(request, "entrance.html"),
    }
    if actor is None or not actor.is_authenticated:
        return common
    groups: Any = SimpleLazyObject(lambda: menu.build(actor, request.path, timezone.localdate()))
    return {
        **common,
        "shell": shell(request, "base.html"),
        "menu": groups,
        "jumps": lambda: {i["key"]: i["url"] for g in groups for i in g["items"] if i["key"]},
        "unread": SimpleLazyObject(lambda: unread_count(actor)),
        "report_url": SimpleLazyObject(lambda: report_url(actor)),
    }


def shell(request: HttpRequest, whole: str) -> str:
    """What a page that can also be a part of another extends: its frame, or nothing around it."""
    return "components/asked.html" if is_fragment(request) else whole


def report_url(actor: Any) -> str:
    """The quick report behind the Report button: the first register that has one and lets this person add."""
    declared = sorted(registry.all(), key=lambda r: r.order)
    quick = [r for r in declared if r.report_fields and r.menu == "act" and r.may_add(actor, None)]
    return f"/{min(quick, key=lambda r: r.order).key}/new/" if quick else ""
