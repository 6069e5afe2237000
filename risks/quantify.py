"""What a risk may cost in a year, in money and not in colours: estimates of three points, drawn many times.

Frequency times magnitude, as in FAIR (The Open Group, O-RT) and IEC 31010:2019 B.5.10. A result is never without its
assumptions: they are part of it. Pure functions; the same seed gives the same numbers.
"""

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from django.utils.translation import gettext as _

Shape = Literal["pert", "triangular"]
#: Weight of the likeliest value in PERT; 4 is the usual one.
PERT_WEIGHT = 4.0
FEWEST_TRIALS, MOST_TRIALS = 100, 1_000_000
MOST_EVENTS = 1_000.0  # a year; more often it is no risk but a running cost
MOST_DRAWS = 20_000_000  # events in all trials together: some ten seconds
CENT = Decimal("0.01")


class Implausible(ValueError):
    """An estimate, seed or number of trials that makes no sense; the sentence says which and why."""


@dataclass(frozen=True)
class Estimate:
    """The lowest, likeliest and highest value that somebody holds possible, and the shape drawn between them."""

    low: float
    likely: float
    high: float
    shape: Shape = "pert"

    def __post_init__(self) -> None:
        """Raises Implausible for what is no number, for a wrong order and an unknown shape."""
        for value in (self.low, self.likely, self.high):
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise Implausible(_("“%s” is no number.") % str(value)[:40])
        if not self.low <= self.likely <= self.high:
            raise Implausible(_("The likeliest value lies between the lowest and the highest."))
        if self.low < 0:
            raise Implausible(_("Neither a frequency nor a loss lies below zero."))
        if self.shape not in ("pert", "triangular"):
            raise Implausible(_("The shape is “pert” or “triangular”."))

    @property
    def mean(self) -> float:
        """The expected value: (a + 4m + b) / 6 for PERT, (a + m + b) / 3 for a triangle."""
        weight = PERT_WEIGHT if self.shape == "pert" else 1.0
        return (self.low + weight * self.likely + self.high) / (weight + 2)

    def draw(self, chance: random.Random) -> float:
        """One value."""
        if self.low == self.high:
            return float(self.low)
        if self.shape == "triangular":
            return chance.triangular(self.low, self.high, self.likely)
        span = self.high - self.low
        alpha = 1 + PERT_WEIGHT * (self.likely - self.low) / span
        beta = 1 + PERT_WEIGHT * (self.high - self.likely) / span
        return self.low + span * chance.betavariate(alpha, beta)


@dataclass(frozen=True)
class Money:
    """An amount in one currency, exact."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Raises Implausible for an amount that is no Decimal, is below zero, and for what is no currency code."""
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise Implausible(_("An amount is a Decimal, so that no cent is lost."))
        if self.amount < 0:
            raise Implausible(_("A loss is an amount of zero or more."))
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise Implausible(_("A currency has three capital letters, such as EUR."))


def total(amounts: Sequence[Money]) -> Money:
    """The sum. Raises Implausible for none at all and for amounts in different currencies, which are never added."""
    currencies = sorted({money.currency for money in amounts})
    if len(currencies) != 1:
        said = _("Amounts in %s are not added. Convert them first, and say at which rate.") % ", ".join(currencies)
        raise Implausible(said if currencies else _("There is nothing to add."))
    return Money(sum((money.amount for money in amounts), Decimal()), currencies[0])


@dataclass(frozen=True)
class Loss:
    """What one event costs: three amounts in the same currency."""

    low: Money
    likely: Money
    high: Money
    shape: Shape = "pert"

    @property
    def currency(self) -> str:
        """The one currency. Raises Implausible where there are several."""
        return total((self.low, self.likely, self.high)).currency

    @property
    def estimate(self) -> Estimate:
        """The amounts as numbers to be drawn between. Raises Implausible."""
        assert self.currency
        return Estimate(float(self.low.amount), float(self.likely.amount), float(self.high.amount), self.shape)


@dataclass(frozen=True)
class Assumptions:
    """What a result rests on; shown with every number of it."""

    events_a_year: Estimate
    loss: Loss
    trials: int
    seed: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """Yearly losses of all trials in ascending order, what follows from them, and what they rest on."""

    losses: tuple[Decimal, ...]
    currency: str
    assumptions: Assumptions

    @property
    def mean(self) -> Money:
        """The average year."""
        return Money(_cents(sum(self.losses, Decimal()) / len(self.losses)), self.currency)

    def percentile(self, share: float) -> Money:
        """The loss that a year stays within with this probability, from 0 to 1. Raises Implausible beyond."""
        if isinstance(share, bool) or not 0 <= share <= 1:
            raise Implausible(_("A percentile lies between 0 and 1."))
        place = max(0, math.ceil(share * len(self.losses)) - 1)
        return Money(self.losses[place], self.currency)

    def exceedance(self, points: int = 20) -> list[tuple[Money, float]]:
        """The loss exceedance curve: (loss, share of years that cost more), from the smallest loss to the largest.

        Raises Implausible for fewer than two points.
        """
        if isinstance(points, bool) or not isinstance(points, int) or not 2 <= points <= 1_000:
            raise Implausible(_("A curve has from 2 to 1,000 points."))
        n = len(self.losses)
        places = [round(step * (n - 1) / (points - 1)) for step in range(points)]
        return [(Money(self.losses[place], self.currency), self._above(self.losses[place])) for place in places]

    def curve(self, ends: Sequence[Decimal]) -> list[tuple[Decimal, float]]:
        """(amount, share of years that cost more) for amounts at equal distances, so that each may be read off."""
        return [(amount, self._above(amount)) for amount in ends]

    def _above(self, loss: Decimal) -> float:
        return 1 - bisect_right(self.losses, loss) / len(self.losses)


def simulate(
    events_a_year: Estimate, loss: Loss, *, trials: int = 10_000, seed: int = 1, draws: int = MOST_DRAWS
) -> Outcome:
    """Years drawn by chance: how often it happens (Poisson around a drawn frequency), and what each event costs.

    `events_a_year`: frequency in events a year. `trials`: years drawn, 100 to 1,000,000. `draws`: events in all of them
    at most, as expected. Raises Implausible.
    """
    _check(events_a_year, trials, seed, draws)
    magnitude, chance = loss.estimate, random.Random(seed)
    years = [_year(events_a_year, magnitude, chance) for _trial in range(trials)]
    losses = tuple(sorted(_cents(Decimal(year)) for year in years))
    return Outcome(losses, loss.currency, Assumptions(events_a_year, loss, trials, seed, _sentences(trials, seed)))


def _check(events: Estimate, trials: int, seed: int, draws: int) -> None:
    if isinstance(trials, bool) or not isinstance(trials, int) or not FEWEST_TRIALS <= trials <= MOST_TRIALS:
        raise Implausible(_("The number of trials lies between %(low)d and %(high)d.") % {
            "low": FEWEST_TRIALS, "high": MOST_TRIALS,
        })  # fmt: skip
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise Implausible(_("A seed is a whole number: with it the same numbers come again."))
    if events.high > MOST_EVENTS:
        raise Implausible(_("More than %d events a year are a running cost and no risk.") % int(MOST_EVENTS))
    if events.mean * trials > draws:
        raise Implausible(_("So many events in so many years take too long: draw fewer years."))


def _year(events: Estimate, magnitude: Estimate, chance: random.Random) -> float:
    return math.fsum(magnitude.draw(chance) for _event in range(_poisson(events.draw(chance), chance)))


def _poisson(rate: float, chance: random.Random) -> int:
    """How many events a year has whose expected number is `rate`: waiting times between them are exponential."""
    count, passed = 0, 0.0
    while rate > 0:
        passed += chance.expovariate(rate)
        if passed > 1:
            break
        count += 1
    return count


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def _sentences(trials: int, seed: int) -> tuple[str, ...]:
    return (
        _("Events are independent of one another, and so are their losses."),
        _("The frequency is drawn for each year; the number of events follows a Poisson distribution around it."),
        _("Each loss is drawn between the lowest and the highest amount; none lies beyond them."),
        _("%(trials)d years were drawn with the seed %(seed)d.") % {"trials": trials, "seed": seed},
    )
