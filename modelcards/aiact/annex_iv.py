"""The headings of the technical file (Annex IV): nine points, the first two with letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Heading:
    """A point, or a letter of one. `key` is `2d`; a point with letters holds nothing itself."""

    key: str
    title: Any

    @property
    def ref(self) -> str:
        """As it is written: 2(d)."""
        return f"{self.key[0]}({self.key[1:]})" if self.key[1:] else self.key


@dataclass(frozen=True)
class Point:
    """One of the nine, with its letters where it has some."""

    number: int
    title: Any
    letters: Sequence[Heading] = ()

    @property
    def headings(self) -> Sequence[Heading]:
        """Where content stands: the letters, or the point itself."""
        return self.letters or (Heading(str(self.number), self.title),)


def _letters(number: int, *titles: Any) -> tuple[Heading, ...]:
    return tuple(Heading(f"{number}{letter}", title) for letter, title in zip("abcdefgh", titles, strict=True))


POINTS: tuple[Point, ...] = (
    Point(
        1, _("General description"),
        _letters(
            1,
            _("Purpose, provider, version and the versions before"), _("Other hardware, software and AI it works with"),
            _("Versions of software and firmware, and what updates need"), _("Forms in which it is offered"),
            _("Hardware it is meant to run on"), _("The product that holds it: pictures, markings, inner layout"),
            _("User interface for the deployer"), _("Instructions for use"),
        ),
    ),
    Point(
        2, _("Elements and development"),
        _letters(
            2,
            _("Methods and steps; pre-trained parts and tools of others"), _("Design: logic, assumptions, trade-offs"),
            _("Architecture and computing resources"), _("Data: origin, selection, labelling, cleaning"),
            _("Assessment of human oversight"), _("Changes determined in advance"),
            _("Validation and testing: metrics, discriminatory impact, signed and dated reports"), _("Cybersecurity"),
        ),
    ),
    Point(3, _("Monitoring, functioning and control: accuracy by group, unintended outcomes, input data")),
    Point(4, _("Why the performance metrics are fit")),
    Point(5, _("Risk management")),
    Point(6, _("Changes over the life cycle")),
    Point(7, _("Standards and specifications applied")),
    Point(8, _("Declaration of conformity")),
    Point(9, _("Performance after placing on the market: system and monitoring plan")),
)  # fmt: skip
HEADINGS: tuple[Heading, ...] = tuple(heading for point in POINTS for heading in point.headings)
