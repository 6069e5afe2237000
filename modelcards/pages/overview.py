"""All systems on one page: which class, signed, stale, watched, open problems, next review."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.accounts.reach import reach
from qms.lib.errors import BadRequest
from qms.pages.front import RegisterPage

from ..models import Monitor, System
from ..queries.standing import standings
from ..queries.unsigned import LIVING, in_use, unsigned_systems

SIZE = 50


class Overview(RegisterPage):
    """`/systems/overview/`, with `?unit=` (code, units below included) and `?only=` unsigned or unwatched."""

    template = "modelcards/systems/overview.html"
    allowed_parameters = frozenset({"unit", "only", "after"})

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        self.check_parameters()
        rows = list(self.systems.select_related("unit", "owner").order_by("-pk")[: SIZE + 1])
        shown = rows[:SIZE]
        return self.show(
            rows=standings(shown, self.actor, today=timezone.localdate(self.at)), asked=request.GET,
            more=self.address(after=str(shown[-1].pk)) if len(rows) > SIZE else "", units=self.units,
            only=self.choices, narrowed=bool(set(request.GET) - {"after"}), today=timezone.localdate(self.at),
        )  # fmt: skip

    @cached_property
    def systems(self) -> QuerySet[System]:
        """Those that are asked for. Raises BadRequest for a value that cannot be asked."""
        rows = self.register.visible(self.actor).filter(state__in=LIVING)
        if code := self.request.GET.get("unit"):
            unit = next((u for u in self.units if u.code == code), None)
            if unit is None:
                raise BadRequest(_("“%s” is no unit of yours.") % code[:60])
            rows = rows.filter(unit__path__startswith=unit.path)
        only = self.request.GET.get("only", "")
        if only and only not in dict(self.choices):
            raise BadRequest(_("“%s” is nothing that can be shown alone.") % only[:20])
        if after := self.request.GET.get("after"):
            if not after.isdigit() or len(after) > 15:
                raise BadRequest(_("“%s” is no place in this list.") % after[:20])
            rows = rows.filter(pk__lt=int(after))
        return unsigned_systems(rows) if only == "unsigned" else unwatched(rows) if only == "unwatched" else rows

    @cached_property
    def units(self) -> list[Unit]:
        """The units that this person reaches."""
        return list(Unit.objects.filter(pk__in=reach(self.actor).unit_ids()).order_by("path"))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be shown alone."""
        return [("unsigned", _("without a valid signature")), ("unwatched", _("used without a monitor"))]

    def address(self, **changed: str) -> str:
        """This page with some parameters changed."""
        kept: dict[str, Any] = {k: v for k, v in self.request.GET.items() if v and k != "after"}
        return "?" + urlencode({**kept, **changed})


def unwatched(systems: QuerySet[System]) -> QuerySet[System]:
    """Those with a version in use that no monitor watches."""
    watched = Monitor.objects.filter(version=OuterRef("pk"), entry__phase__in=("draft", "open"))
    return systems.filter(Exists(in_use().filter(~Exists(watched), system=OuterRef("pk"))))
