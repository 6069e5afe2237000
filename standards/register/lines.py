"""The declaration of the register of the lines. It has no place in the menu: a statement leads to its lines."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..lifecycle.lines import lifecycle, owner_sees_it
from ..models import StatementLine
from ..panels import line_panels
from ..rules import applicability as rules
from ..services.statements import FIELDS

DECISION = ("applicable", "because", "justification")


@register
class Lines(Register):
    key = "applicability-lines"
    prefix = "L"
    shape = "{statement}-{prefix}{n:03d}"
    label = _("Line of a statement")
    label_plural = _("Lines of statements")
    purpose = _("The requirements of a statement of applicability, each with its decision and how far it is done.")
    icon = "list-checks"
    model = StatementLine
    lifecycle = lifecycle
    columns = ("statement", "applicable", "status", "due")
    filters = ("statement", "applicable", "status")
    sections = (
        Section("what", _("Requirement"), ("title",)),
        Section("decision", _("Decision"), DECISION),
        Section("doing", _("Implementation"), ("status", "owner", "due")),
    )
    search = ("justification",)
    audience = "everyone"
    author_stays = False
    not_content = frozenset({"status", "due", "decided_by", "decided_on"})
    may_add = rules.adds_line
    may_edit = rules.decides
    intake = ("statement", "requirement", "unit", *FIELDS)
    import_states = {"decided": ()}
    first_phase = "all"

    def series(self, record: Any, at: datetime.datetime) -> str:
        """Numbered within the statement: SOA-0002-L007."""
        return self.shape.replace("{statement}", record.statement.number).replace("{prefix}", self.prefix)

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It is seen where the statement is seen, and is about a requirement of the statement's edition."""
        record.unit_id, record.audience = record.statement.unit_id, record.statement.audience
        if record.state == "open" and any(getattr(record, name) for name in (*DECISION, "decided_by_id", "decided_on")):
            raise Invalid(_t("Decisions are made by “Decide”, not with the line."))
        requirement = record.requirement if record.requirement_id else None
        if requirement is None or not requirement.key.startswith(f"{record.statement.edition}:"):
            raise Invalid(fields={"requirement": [_t("This is no requirement of the statement's edition.")]})

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Whoever is named for a line can see the statement; what does not apply is not implemented."""
        if said := owner_sees_it(record, actor=actor, at=at):
            raise Invalid(fields={"owner": [said]})
        if record.status and record.applicable != "yes":
            raise Invalid(fields={"status": [_t("Only what applies is implemented.")]})

    def locked(self, record: Any) -> dict[str, str]:
        """Decisions are made by “Decide”, which asks for the reason, and only while the statement is a draft."""
        found = dict.fromkeys(DECISION, _t("This is changed by “Decide”, while the statement is a draft."))
        if record.statement.state != "draft":
            found["title"] = _t("The statement is no draft any more.")
        return found

    def named_dates(self, record: Any) -> dict[str, datetime.date]:
        """Nobody is reminded by a draft of the next version, nor of what is implemented."""
        live = record.state == "in_force" and record.due and record.status != "implemented"
        return {"due": record.due} if live else {}

    def cites(self, record: Any) -> frozenset[str]:
        """The requirement that it decides."""
        return frozenset([record.requirement.key])

    def companions(self, ids: Sequence[int]) -> list[int]:
        """The statements that they are lines of: those are signed."""
        return list(self.model.objects.filter(pk__in=ids).values_list("statement", flat=True).distinct())

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """The way back to the statement, who decided, and a warning where leaving this out is unusual."""
        return line_panels(record, actor)
