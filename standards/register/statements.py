"""The declaration of the register of statements of applicability."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.records.transactions import in_one_transaction
from qms.registers import Register, Section, register

from ..lifecycle.statements import lifecycle
from ..models import Statement, key_label
from ..rules import applicability as rules
from ..services.statements import fill
from ..statement_print import printed


@register
class Statements(Register):
    key = "applicability-statements"
    prefix = "SOA"
    shape = "{prefix}-{n:04d}"
    label = _("Statement of applicability")
    label_plural = _("Statements of applicability")
    purpose = _("Which requirements of a standard apply here, which do not, and why.")
    menu = "plan"
    order = 12
    icon = "list-checks"
    model = Statement
    lifecycle = lifecycle
    columns = ("edition", "version", "in_force_on", "review_on")
    sections = (
        Section("what", _("Statement"), ("title", "edition", "unit", "owner", "basis")),
        Section("review", _("Review"), ("review_on",)),
    )
    report_fields = ("title", "edition", "unit", "basis")
    search = ("edition", "basis")
    dates = {"next_review": "review_on"}
    not_content = frozenset({"version", "follows", "in_force_on", "until", "review_on"})
    audience = "everyone"
    may_add = rules.may_add
    may_edit = rules.may_edit
    first_phase = "all"
    record_template = "standards/statement.html"

    @in_one_transaction
    def create(self, *, actor: Any, at: datetime.datetime, source: str = "page", mark: str = "", **more: Any) -> Any:
        """A statement is born with its lines: of the version in force, else of the catalogue, undecided."""
        record = super().create(actor=actor, at=at, source=source, mark=mark, **more)
        fill(record, actor=actor, at=at, source=source, mark=mark)
        return record

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Somebody owns it, and the edition is one that is loaded."""
        record.owner = record.owner or actor
        if not record.edition:
            raise Invalid(fields={"edition": [_t("Choose the edition that the statement is about.")]})

    def locked(self, record: Any) -> dict[str, str]:
        """What its lines are about stays; what is reviewed or in force is changed by a new version."""
        found = dict.fromkeys(("edition", "unit"), _t("Its lines are about this edition and unit."))
        if record.state != "draft":
            said = _t("It is reviewed or in force. Return it, or begin the next version, to change it.")
            found |= dict.fromkeys(("title", "basis"), said)
        return found

    def printed_lines(self, record: Any) -> list[int]:
        """The decisions of its table."""
        return list(record.lines.values_list("pk", flat=True))

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The table of its lines."""
        return printed(record, actor)

    def text(self, record: Any) -> str:
        """Also found by the words of its edition."""
        return f"{super().text(record)} {key_label(record.edition).lower()}"
