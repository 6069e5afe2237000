"""What people lack of the competences that their roles ask for, in one query (ISO 9001:2015 7.2, 21 CFR 11.10(i))."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.models import Unit
from qms.accounts.roles import ROLES
from qms.lib.errors import Said

from ..models import Competence, Qualification


@dataclass(frozen=True)
class Lack:
    """A competence that a person does not have on a day. `expired_on`: until when he had it, if he ever did."""

    person: Any
    number: str
    title: str
    roles: tuple[str, ...]
    expired_on: datetime.date | None

    @property
    def see(self) -> str:
        """Where the competence stands."""
        return f"/competences/{self.number}/"

    @property
    def words(self) -> str:
        """`CMP-0003 Signing and its meaning (expired 3 Nov 2026)`."""
        how = _("expired %s") % date_format(self.expired_on, "j M Y") if self.expired_on else _("missing")
        return f"{self.number} {self.title} ({how})"

    def to_sign(self, role: str) -> Said:
        """Why nobody signs in this role without it, and where to look."""
        said = _("Signing as %(role)s takes a competence that you lack: %(what)s. Record it and have it verified.")
        return Said(said % {"role": str(ROLES[role]).lower(), "what": self.words}, see=self.see)

    @property
    def of_an_auditor(self) -> str:
        """What an audit says about it."""
        return _("%(who)s lacks a competence of auditors: %(what)s.") % {
            "who": self.person.printed_name,
            "what": self.words,
        }


def required(roles: Iterable[str], unit_id: int, on: datetime.date) -> QuerySet[Competence]:
    """Competences that one of these roles asks for in a unit on a day; what a unit asks counts in those below it."""
    asked = Q(pk__in=[])
    for role in roles:
        asked |= Q(roles_text__contains=f'"{role}"')
    found = Competence.objects.alias(
        roles_text=Cast("roles", TextField()), path=Subquery(Unit.objects.filter(pk=unit_id).values("path")[:1])
    )
    return found.filter(asked, path__startswith=F("unit__path"), state="required", required_since__lte=on)


def good(on: datetime.date) -> QuerySet[Qualification]:
    """Qualifications that count on a day."""
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return Qualification.objects.filter(lasting, state="verified", obtained_on__lte=on)


def lacking(person: Any, *, roles: Iterable[str], unit_id: int, on: datetime.date, to_sign: bool = False) -> list[Lack]:
    """What a person lacks on `on` of what these roles ask in the unit; one query."""
    wanted = set(roles)
    asked = required(wanted, unit_id, on)
    if to_sign:
        asked = asked.filter(needed_to_sign=True)
    held = Qualification.objects.filter(person_id=person.pk, competence=OuterRef("pk"))
    ended = held.filter(state__in=("verified", "expired"), valid_until__lt=on).order_by("-valid_until")
    asked = asked.filter(~Exists(good(on).filter(person_id=person.pk, competence=OuterRef("pk"))))
    return [
        Lack(person, c.number, c.title, tuple(r for r in c.roles if r in wanted), c.ended)
        for c in asked.annotate(ended=Subquery(ended.values("valid_until")[:1])).order_by("pk")
    ]


def lacking_of(people: Iterable[Any], *, roles: Iterable[str], unit_id: int, on: datetime.date) -> list[Lack]:
    """The same of several people, one after the other; three queries for any number of them."""
    wanted, everybody = set(roles), list(people)
    asked = list(required(wanted, unit_id, on).order_by("pk"))
    held = Qualification.objects.filter(person__in=[p.pk for p in everybody], competence__in=[c.pk for c in asked])
    good_pairs = set(good(on).filter(pk__in=held.values("pk")).values_list("person_id", "competence_id"))
    ended: dict[tuple[int, int], datetime.date] = {}
    lapsed = held.filter(state__in=("verified", "expired"), valid_until__lt=on).order_by("valid_until")
    for person_id, competence_id, until in lapsed.values_list("person_id", "competence_id", "valid_until"):
        ended[person_id, competence_id] = until
    return [
        Lack(p, c.number, c.title, tuple(r for r in c.roles if r in wanted), ended.get((p.pk, c.pk)))
        for p in everybody
        for c in asked
        if (p.pk, c.pk) not in good_pairs
    ]
