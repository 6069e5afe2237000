"""The declaration of the register of audit programmes."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.programmes import lifecycle
from ..models import Programme
from ..queries.coverage import coverage_of, sees_whole
from ..rules import programmes as rules


@register
class Programmes(Register):
    key = "programmes"
    prefix = "PRG"
    label = _("Audit programme")
    label_plural = _("Audit programme")
    purpose = _("What is audited over a period, why, how and how often, and what was never audited yet.")
    menu = "plan"
    order = 60
    icon = "calendar-range"
    model = Programme
    lifecycle = lifecycle
    columns = ("period_from", "period_to", "editions")
    filters = ("editions",)
    sections = (
        Section("what", _("Programme"), ("title", "period_from", "period_to", "objectives", "owner", "unit")),
        Section("extent", _("Extent and criteria"), ("extent", "editions", "criteria", "methods")),
        Section("risks", _("Risks and resources"), ("risks", "resources")),
        Section("evaluation", _("Evaluation"), ("evaluation",)),
    )
    report_fields = ("title", "period_from", "period_to", "objectives", "extent")
    search = ("objectives", "extent", "risks", "criteria")
    dates = {"due": "period_to"}
    audience = "everyone"
    record_template = "audits/programme.html"
    not_content = frozenset({"evaluation"})
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever draws it up manages it, unless somebody else is named."""
        record.owner_id = record.owner_id or actor.pk

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Where the cycle stands, and its audits with the dates they were first planned for."""
        coverage = coverage_of(record, actor)
        counts = {"audited": coverage.audited, "planned": coverage.planned, "never": coverage.never}
        values = {"record": record, "coverage": coverage, **counts}
        return [(_t("Coverage"), "audits/panels/coverage.html", values)]

    def tiles(self, actor: Any, today: datetime.date) -> list[dict[str, Any]]:
        """For the home page: what nobody has audited in the cycle that runs."""
        running = self.visible(actor).filter(state="running").order_by("-period_to").first()
        if running is None:
            return [_tile(None, _t("no programme runs"), "/programmes/")]
        if not sees_whole(running, actor):
            return [_tile(None, _t("you do not see all its audits"), f"/programmes/{running.number}/")]
        coverage = coverage_of(running, actor)
        said = {"n": len(coverage.rows), "programme": running.number}
        url = f"/programmes/{running.number}/coverage/?only=never"
        return [_tile(coverage.never, _t("of %(n)d clauses and processes in %(programme)s") % said, url)]


def _tile(value: int | None, note: str, url: str) -> dict[str, Any]:
    return {"label": _t("Never audited"), "value": value, "note": note, "url": url, "bad": bool(value)}
