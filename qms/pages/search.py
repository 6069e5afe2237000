"""Search over everything the asker may see, and the command palette's answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.records.models import Entry
from qms.registers.registry import registry
from qms.search.find import search

from . import menu
from .front import Page

MOST, QUICK = 50, 12


class Search(Page):
    """`/search/?q=`"""

    allowed_parameters = frozenset({"q", "register"})

    def get(self, request: HttpRequest) -> HttpResponse:
        self.check_parameters()
        query, key = request.GET.get("q", "").strip()[:200], request.GET.get("register", "")
        register = registry[key].key if key else None
        found = search(query, self.actor, register=register, limit=MOST) if query else []
        named = [(entry, kind_of(entry)) for entry in found]
        return self.show("pages/search.html", query=query, found=named, most=MOST, chosen=key, registers=registry.all())


class Palette(Page):
    """`/palette/?q=`: pages whose name begins so, records, then pages that have it in their name; as JSON."""

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()[:200]
        groups = menu.build(self.actor, "", timezone.localdate())
        places = [i for g in groups for i in g["items"] if query.lower() in str(i["label"]).lower()]
        found = [{"number": "", "title": str(i["label"]), "kind": _("page"), "url": i["url"]} for i in places[:QUICK]]
        first = [page for page in found if page["title"].lower().startswith(query.lower())]
        records = [_record(e) for e in search(query, self.actor, limit=QUICK)] if query else []
        answer = JsonResponse({"results": [*first, *records, *(p for p in found if p not in first)][: 2 * QUICK]})
        answer["Cache-Control"] = "no-store"
        return answer


class Suggest(Page):
    """`/search/suggest/?q=`: records for an input that names one, as JSON."""

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()[:200]
        found = search(query, self.actor, limit=QUICK) if query else []
        answer = JsonResponse({"records": [f"{entry.number} {entry.title}" for entry in found]})
        answer["Cache-Control"] = "no-store"
        return answer


def kind_of(entry: Entry) -> str:
    """What a record is, in words."""
    return str(registry[entry.register].label) if entry.register in registry else entry.register


def _record(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "title": entry.title,
        "kind": kind_of(entry),
        "url": f"/{entry.register}/{entry.number}/",
    }
