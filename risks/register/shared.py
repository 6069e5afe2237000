"""What the registers of risks and of opportunities declare alike."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section

from ..imported_ratings import GIVEN, steps_to_import, take_imported
from ..models import RiskMatrix
from ..panels import ratings
from ..rating import cadence, is_above, latest_review
from ..rules import risks as rules

WHAT = Section(
    "what", _("What it is"),
    (
        "title", "scope", "category", "cause", "event", "consequence", "owner", "unit", "clauses", "matrix", "notes",
        "audience",
    ),
    _("Cause, event and consequence are kept apart: controls stand between them."),
)  # fmt: skip
REVIEW = Section("review", _("Review"), ("review_on", "review_from"), _("How often follows from the level."))


class RatedRegister(Register):
    """A register of what is rated by a matrix; `about` says by which kind."""

    about = "risk"
    shape = "{prefix}-{n:04d}"
    menu = "plan"
    columns = ("current_level", "category", "current_likelihood", "current_consequence", "target_level", "review_on")
    filters = (
        "current_level", "category", "scope", "above_appetite", "strategy", "current_likelihood", "current_consequence",
        "current_matrix", "unit", "clauses",
    )  # fmt: skip
    quiet = ("current_matrix",)
    report_fields = ("title", "category", "event", "cause", "consequence")
    search = ("cause", "event", "consequence", "plan", "notes")
    intake = GIVEN
    import_keeps = "notes"
    import_titled_by = ("event", "cause", "consequence")
    chooses = {"matrix": Q(state="in_force", about="risk")}
    dates = {"review": "review_on"}
    due_name = "review"
    due_word = _("next review")
    not_content = frozenset({"review_on", "reviewed_on", "review_result", "reviews", "above_appetite", "closed_on"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    print_template = "risks/print.html"

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever adds it owns it, unless it comes from elsewhere; the matrix is the one in force, if there is one."""
        if not record.external_id:
            record.owner = record.owner or actor
        if record.matrix_id is None:
            found = list(RiskMatrix.objects.filter(about=self.about, state="in_force").order_by("pk")[:2])
            record.matrix = found[0] if len(found) == 1 else None
        else:
            self._check_matrix(record)
        take_imported(record, actor=actor, at=at)

    def import_choices(self) -> dict[str, tuple[str, Sequence[tuple[str, str]]]]:
        """Likelihood and consequence, on the scales of the matrix in force."""
        return steps_to_import(self.about)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """Another category or unit has another appetite."""
        if record._was["matrix_id"] != record.matrix_id and record.matrix_id is not None:
            self._check_matrix(record)
        if record._was["review_on"] != record.review_on:
            _check_review(record)
        record.above_appetite = is_above(record)

    def _check_matrix(self, record: Any) -> None:
        """Raises Invalid for a matrix of the other kind, or one that was never or is no longer in force."""
        if record.matrix.about != self.about:
            raise Invalid(fields={"matrix": [_t("This matrix is made for %s.") % record.matrix.get_about_display()]})
        if record.matrix.state != "in_force":
            raise Invalid(fields={"matrix": [_t("This edition is not in force.")]})

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Ratings, controls, actions, acceptances, reviews."""
        return ratings.of(record, actor)

    def print_sections(self, record: Any, actor: Any) -> list[Any]:
        """The same on paper."""
        return ratings.printed(record, actor)


def _check_review(record: Any) -> None:
    """Raises Invalid where an edit puts the next review off beyond the level's days, or takes it away."""
    latest = latest_review(record)
    if latest is None or (record.review_on is not None and record.review_on <= latest):
        return
    said = _t(
        "At this level it is reviewed every %(days)d days: on %(latest)s at the latest. Bring it nearer, or review it."
    )
    given = {"days": cadence(record), "latest": date_format(latest, "j M Y")}
    raise Invalid(fields={"review_on": [said % given]})
