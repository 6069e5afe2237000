"""The declaration of the register of acknowledgements. It has no place in the menu: people find theirs in “My work”."""

import datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Invalid
from qms.registers import Register, Section, register

from ..lifecycle.acknowledgements import lifecycle
from ..models import Acknowledgement
from ..rules import acknowledgements as rules


@register
class Acknowledgements(Register):
    key = "acknowledgements"
    prefix = "A"
    shape = "{revision}-{prefix}{n:d}"
    label = _("Acknowledgement")
    label_plural = _("Acknowledgements")
    purpose = _("Who is asked to read which revision, and who has read and understood it.")
    icon = "book-check"
    model = Acknowledgement
    lifecycle = lifecycle
    columns = ("revision", "due_on", "read_at")
    filters = ("revision",)
    sections = (Section("what", _("To be read"), ("title", "revision", "owner", "due_on")),)
    dates = {"due": "due_on"}
    not_content = frozenset({"due_on", "passed"})
    author_stays = False
    own_duty = frozenset({"owner"})
    may_add = rules.may_add
    may_edit = rules.may_edit
    may_see_kept = rules.sees_answers
    intake = ("unit",)
    first_phase = "all"
    record_template = "documents/acknowledgement.html"
    own_sections = ("what",)

    def series(self, record: Any, at: datetime.datetime) -> str:
        """Numbered within the revision: DOC-0012-R3-A4."""
        return self.shape.replace("{revision}", record.revision.number).replace("{prefix}", self.prefix)

    def locked(self, record: Any) -> dict[str, str]:
        """Whoever is asked to read something else is asked anew."""
        return dict.fromkeys(("revision", "owner"), _t("Who is asked to read what is not changed afterwards."))

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """It names a person and a revision, and is seen where the revision's unit is."""
        if record.revision_id is None or record.owner_id is None:
            raise Invalid(fields={"owner": [_t("Say who is asked to read which revision.")]})
        record.unit_id = record.unit_id or record.revision.unit_id
        record.title = record.title or _t("Read: %s") % record.revision.title[:190]
