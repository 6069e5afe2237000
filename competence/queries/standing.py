"""Who has what: the standing of a person in a competence, and the matrix of a unit."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qms.accounts.models import Grant, Unit, User
from qms.records.access import visible_to

from ..models import Competence, Qualification

SOON_DAYS = 30
MOST_PEOPLE, MOST_COMPETENCES = 100, 40
#: Standings with colour and sign; the words are worked out.
KINDS = {
    "held": ("good", "●"), "expiring": ("warn", "◐"), "claimed": ("plan", "○"), "expired": ("bad", "✕"),
    "missing": ("bad", "–"), "": ("", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """How a person stands in a competence: held, expiring, claimed, expired, missing, or "" where it is not asked."""

    key: str
    until: datetime.date | None = None
    number: str = ""
    asked: bool = False

    @property
    def kind(self) -> str:
        """The colour of the cell."""
        return KINDS[self.key][0]

    @property
    def sign(self) -> str:
        """The sign of the cell."""
        return KINDS[self.key][1]

    @property
    def label(self) -> str:
        """In words."""
        day = date_format(self.until, "j M Y") if self.until else ""
        return {
            "held": _("held until %s") % day if day else _("held, without an end"),
            "expiring": _("runs out on %s") % day,
            "claimed": _("claimed, not verified yet"),
            "expired": _("expired %s") % day if day else _("expired"),
            "missing": _("missing"),
            "": _("not asked for"),
        }[self.key]

    @property
    def word(self) -> str:
        """In a word or two, without its day."""
        words = {
            "held": _("held"), "expiring": _("runs out within 30 days"), "claimed": _("claimed"),
            "expired": _("expired"), "missing": _("missing"), "": "",
        }  # fmt: skip
        return words[self.key]

    @property
    def href(self) -> str:
        """The qualification that it rests on, or ""."""
        return f"/qualifications/{self.number}/" if self.number else ""


def standing_of(held: Iterable[Qualification], *, asked: bool, today: datetime.date) -> Standing:
    """The best that somebody's qualifications for one competence say today. A pure function of them."""
    rows = list(held)
    good = [q for q in rows if q.good_on(today)]
    if good:
        best = max(good, key=lambda q: q.valid_until or datetime.date.max)
        soon = best.valid_until is not None and (best.valid_until - today).days <= SOON_DAYS
        return Standing("expiring" if soon else "held", best.valid_until, best.number, asked)
    claimed = [q for q in rows if q.state == "claimed"]
    if claimed:
        return Standing("claimed", None, claimed[-1].number, asked)
    ended = [q for q in rows if q.state in ("expired", "verified") and q.valid_until and q.valid_until < today]
    if ended:
        last = max(ended, key=lambda q: q.valid_until or today)
        return Standing("expired", last.valid_until, last.number, asked)
    return Standing("missing" if asked else "", asked=asked)


@dataclass(frozen=True)
class Sum:
    """How many have it today, of those of whom it is asked; a claim does not count."""

    held: int
    asked: int

    @classmethod
    def of(cls, cells: Iterable[Standing]) -> "Sum":
        """The sum of a row or a column."""
        asked = [cell for cell in cells if cell.asked]
        return cls(sum(cell.key in ("held", "expiring") for cell in asked), len(asked))

    @property
    def words(self) -> str:
        """`5 of 7`, or nothing where nobody is asked."""
        return _("%(n)d of %(all)d") % {"n": self.held, "all": self.asked} if self.asked else ""


@dataclass(frozen=True)
class Row:
    """A person with one cell for each competence."""

    person: User
    cells: list[Standing]

    @property
    def sum(self) -> Sum:
        """What the person has of what is asked."""
        return Sum.of(self.cells)


@dataclass(frozen=True)
class Matrix:
    """People by competences. `cut` says that the unit has more of either than are shown."""

    competences: list[Competence]
    rows: list[Row]
    cut: bool

    @property
    def sums(self) -> list[Sum]:
        """Who has it of whom it is asked, competence by competence."""
        return [Sum.of(row.cells[n] for row in self.rows) for n in range(len(self.competences))]

    @property
    def whole(self) -> Sum:
        """The sum of all."""
        return Sum.of(cell for row in self.rows for cell in row.cells)


def matrix(unit: Unit, actor: Any, *, today: datetime.date) -> Matrix:
    """The people of a unit and below it by the competences required there; five queries whatever its size."""
    below = Unit.objects.filter(path__startswith=unit.path)
    near = Unit.objects.filter(pk__in=unit.ancestor_ids) | below
    required = Competence.objects.filter(state="required", required_since__lte=today, unit__in=near)
    competences = list(required.select_related("unit").order_by("pk")[: MOST_COMPETENCES + 1])
    people = User.objects.filter(unit__in=below, is_active=True).exclude(username="system").select_related("unit")
    found = list(people.order_by("display_name", "username")[: MOST_PEOPLE + 1])
    cut = len(competences) > MOST_COMPETENCES or len(found) > MOST_PEOPLE
    competences, found = competences[:MOST_COMPETENCES], found[:MOST_PEOPLE]
    roles = roles_of(found, today)
    held = _held(found, competences, actor)
    rows = [
        Row(p, [standing_of(held.get((p.pk, c.pk), ()), asked=asks(c, roles[p.pk]), today=today) for c in competences])
        for p in found
    ]
    return Matrix(competences, rows, cut)


def asks(competence: Competence, roles: Iterable[tuple[str, str]]) -> bool:
    """Whether one of these roles, each with the path of its unit, needs the competence.

    It is asked of those who hold the role in its unit or below it. Whoever holds it above signs there too, so what is
    needed to sign is asked of him as well.
    """
    path, signs = competence.unit.path, competence.needed_to_sign
    held = [at for role, at in roles if role in competence.roles]
    return any(at.startswith(path) or (signs and path.startswith(at)) for at in held)


def roles_of(people: Iterable[User], today: datetime.date) -> dict[int, list[tuple[str, str]]]:
    """(role, path of its unit) of each person, as far as he holds it today; one query."""
    found: dict[int, list[tuple[str, str]]] = {p.pk: [] for p in people}
    for grant in Grant.objects.filter(user__in=list(found)).select_related("unit"):
        if grant.until is None or grant.until >= today:
            found[grant.user_id].append((grant.role, grant.unit.path))
    return found


def _held(people: list[User], competences: list[Competence], actor: Any) -> dict[tuple[int, int], list[Qualification]]:
    rows = Qualification.objects.filter(person__in=people, competence__in=competences).exclude(state="void")
    found: dict[tuple[int, int], list[Qualification]] = {}
    for row in visible_to(rows, actor).order_by("pk"):
        found.setdefault((row.person_id, row.competence_id), []).append(row)
    return found


@dataclass(frozen=True)
class Line:
    """One competence on a person's own page."""

    competence: Competence
    standing: Standing
    asked: bool


def own(person: User, actor: Any, *, today: datetime.date) -> list[Line]:
    """What is asked of a person, and what he has besides; what lacks comes first. Three queries."""
    roles = roles_of([person], today)[person.pk]
    required = list(
        Competence.objects.filter(state="required", required_since__lte=today).select_related("unit").order_by("pk")
    )
    asked = [c for c in required if asks(c, roles)]
    rows = visible_to(Qualification.objects.filter(person=person).exclude(state="void"), actor)
    held: dict[int, list[Qualification]] = {}
    other: dict[int, Competence] = {}
    for row in rows.select_related("competence").order_by("pk"):
        held.setdefault(row.competence_id, []).append(row)
        other.setdefault(row.competence_id, row.competence)
    named = {c.pk for c in asked}
    lines = [Line(c, standing_of(held.get(c.pk, ()), asked=True, today=today), True) for c in asked]
    lines += [
        Line(c, standing_of(held[pk], asked=False, today=today), False) for pk, c in other.items() if pk not in named
    ]
    order = ["missing", "expired", "expiring", "claimed", "held", ""]
    return sorted(lines, key=lambda line: (not line.asked, order.index(line.standing.key), line.competence.pk))
