"""The declaration of the register of risks."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Section, register

from .. import imported
from ..lifecycle.risks import lifecycle
from ..models import Risk
from ..queries.handed_over import handed_over
from ..queries.outdated import outdated_tiles
from ..queries.unanswered import unanswered_tile
from .shared import REVIEW, WHAT, RatedRegister

SAFETY = ("hazard", "sequence", "situation", "harm", "benefit", "new_risks")


@register
class Risks(RatedRegister):
    key = "risks"
    prefix = "RSK"
    order = 30
    label = _("Risk")
    label_plural = _("Risks")
    purpose = _("What may go wrong, how bad it would be, what keeps it down, and who bears the rest.")
    icon = "shield-alert"
    model = Risk
    lifecycle = lifecycle
    sections = (
        WHAT,
        Section(
            "safety", _("Safety (ISO 14971)"), SAFETY,
            _("Hazard, hazardous situation and harm are three things: where people or property may be harmed."),
        ),
        Section("treatment", _("Treatment"), ("strategy", "plan")),
        REVIEW,
    )  # fmt: skip
    search = (*RatedRegister.search, "hazard", "situation", "harm")
    record_template = "risks/record.html"
    list_template = "risks/list.html"
    import_names = imported.NAMES
    import_values = imported.VALUES
    import_leaves = {"strategy": ("accept",)}

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """To accept is no treatment that somebody enters."""
        super().prepare(record, actor=actor, at=at)
        _check_strategy(record)

    def revise(self, record: Any, *, actor: Any, at: datetime.datetime, reason: str) -> None:
        """The same in a draft."""
        super().revise(record, actor=actor, at=at, reason=reason)
        if record._was["strategy"] != record.strategy:
            _check_strategy(record)

    def locked(self, record: Any) -> dict[str, str]:
        """How it is treated is decided by a move, with the rating it shall reach."""
        said = _("Press “Treat” to decide this: it asks for the target rating too.")
        return {} if record.state == "draft" else {"strategy": str(said)}

    def export_adds(self, rows: Sequence[Any], actor: Any) -> list[tuple[str, dict[int, str]]]:
        """What keeps it down, what is done about it, and who bears the rest."""
        return handed_over(rows, actor)

    def tiles(self, actor: Any, today: datetime.date) -> list[dict[str, Any]]:
        """For the home page: above the appetite, and neither treated nor accepted; rated by superseded criteria."""
        return [unanswered_tile(actor), *outdated_tiles(self, actor)]


def _check_strategy(record: Any) -> None:
    """RM-02: raises Invalid for a risk that is entered as accepted: nobody has signed for it."""
    if record.strategy == "accept":
        said = _t("Accepting is a signed decision with an end: write an acceptance once the risk is assessed.")
        raise Invalid(fields={"strategy": [said]})
