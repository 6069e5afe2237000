"""The declaration of the register of competences."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qms.registers import Register, Section, register

from ..lifecycle.competences import lifecycle
from ..models import Competence, Qualification
from ..panels import competence_panels
from ..queries import lacks, stopped
from ..rules import competences as rules


@register
class Competences(Register):
    key = "competences"
    prefix = "CMP"
    shape = "{prefix}-{n:04d}"
    label = _("Competence")
    label_plural = _("Competences")
    purpose = _("What somebody in a role must know, have or have read.")
    menu = "plan"
    order = 40
    icon = "graduation-cap"
    model = Competence
    lifecycle = lifecycle
    columns = ("kind", "roles", "validity_months", "needed_to_sign")
    filters = ("kind", "roles", "needed_to_sign", "clauses")
    sections = (
        Section("what", _("Competence"), ("title", "kind", "description", "clauses", "owner", "unit")),
        Section("who", _("Who needs it"), ("roles", "required_since", "validity_months", "needed_to_sign")),
    )
    report_fields = ("title", "kind", "description", "roles", "validity_months")
    search = ("description",)
    audience = "everyone"
    may_add = rules.may_add
    may_edit = rules.may_edit

    def prepare(self, record: Any, *, actor: Any, at: datetime.datetime) -> None:
        """Whoever writes it owns it, unless somebody else is named."""
        record.owner_id = record.owner_id or actor.pk

    def panels(self, record: Any, actor: Any) -> list[Any]:
        """Who has it, as far as the reader may see that."""
        return competence_panels(record, actor)

    def warns(self, record: Any, verb: str, *, at: datetime.datetime) -> list[str]:
        """Whom it stops from signing."""
        return stopped.sentences(record, timezone.localdate(at)) if verb == "require" else []

    def companions(self, ids: Sequence[int]) -> list[int]:
        """Who has it: the qualifications, of which a reader gets those that he may see."""
        return list(Qualification.objects.filter(competence__in=ids).values_list("pk", flat=True))

    def lacking(
        self, person: Any, *, roles: Iterable[str], unit_id: int, on: datetime.date, to_sign: bool = False
    ) -> list[Any]:
        """What a person lacks on a day of what his roles ask in a unit (`queries.lacks.Lack`), in one query.

        `to_sign` looks only at what is needed to sign.
        """
        return lacks.lacking(person, roles=roles, unit_id=unit_id, on=on, to_sign=to_sign)

    def lacking_of(
        self, people: Iterable[Any], *, roles: Iterable[str], unit_id: int, on: datetime.date
    ) -> list[lacks.Lack]:
        """What several people lack for these roles; three queries."""
        return lacks.lacking_of(people, roles=roles, unit_id=unit_id, on=on)

    def asks(self, *, roles: Iterable[str], unit_id: int, on: datetime.date) -> bool:
        """Whether anything is asked of these roles in the unit; one query."""
        return lacks.required(roles, unit_id, on).exists()
