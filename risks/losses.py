"""Yearly losses that are kept with a risk: the estimates, who made them and when, and what they gave with their seed.

The same estimates and seed give the same numbers again (quantify.py), so that an auditor can draw the years anew.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Said
from qms.records.fields import Column

from .quantify import Estimate, Implausible, Loss, Money, Outcome, simulate

SHAPES = (
    ("pert", gettext_lazy("PERT: the likeliest value weighs most")),
    ("triangular", gettext_lazy("Triangle")),
)
MOST_YEARS = 50_000
#: Events in all years together: about a second, because a page waits for it and the record to keep it is locked.
MOST_DRAWS = 500_000
#: What is asked, and the shares of years whose loss is kept.
ESTIMATES = (
    "often_low", "often_likely", "often_high", "loss_low", "loss_likely", "loss_high", "currency", "shape", "years",
    "seed",
)  # fmt: skip
SHARES = {"p50": 0.5, "p80": 0.8, "p90": 0.9, "p95": 0.95, "p99": 0.99}


def _number(name: str, label: Any, *, needed: bool = False, whole: bool = False) -> Column:
    return Column(name, label, kind="number", required=needed, whole=whole)


LOSSES = (
    Column("on", gettext_lazy("On"), kind="date"),
    Column("by", gettext_lazy("By"), kind="person"),
    _number("often_low", gettext_lazy("Events a year, at least"), needed=True),
    _number("often_likely", gettext_lazy("Events a year, likeliest"), needed=True),
    _number("often_high", gettext_lazy("Events a year, at most"), needed=True),
    _number("loss_low", gettext_lazy("Loss of one event, at least"), needed=True),
    _number("loss_likely", gettext_lazy("Loss of one event, likeliest"), needed=True),
    _number("loss_high", gettext_lazy("Loss of one event, at most"), needed=True),
    Column("currency", gettext_lazy("Currency"), required=True),
    Column("shape", gettext_lazy("Shape"), kind="choice", choices=SHAPES, required=True),
    _number("years", gettext_lazy("Years drawn"), needed=True, whole=True),
    _number("seed", gettext_lazy("Seed"), needed=True, whole=True),
    _number("average", gettext_lazy("Average year")),
    *(
        _number(name, label)
        for name, label in (
            ("p50", gettext_lazy("50 of 100 years stay within")), ("p80", gettext_lazy("80 of 100 years stay within")),
            ("p90", gettext_lazy("90 of 100 years stay within")), ("p95", gettext_lazy("95 of 100 years stay within")),
            ("p99", gettext_lazy("99 of 100 years stay within")),
        )
    ),
)  # fmt: skip


def drawn(row: dict[str, Any]) -> Outcome:
    """The years drawn of estimates as they are kept. Raises Implausible with a sentence."""
    years, seed = Decimal(row["years"]), Decimal(row["seed"])
    if years != int(years) or seed != int(seed) or not 0 < years <= MOST_YEARS:
        raise Implausible(_("Years and seed are whole numbers; at most %d years are drawn.") % MOST_YEARS)
    often = Estimate(float(row["often_low"]), float(row["often_likely"]), float(row["often_high"]), row["shape"])
    low, likely, high = (Money(Decimal(row[f"loss_{n}"]), row["currency"].upper()) for n in ("low", "likely", "high"))
    return simulate(often, Loss(low, likely, high, row["shape"]), trials=int(years), seed=int(seed), draws=MOST_DRAWS)


def is_one_estimate(record: Any, *, actor: Any, at: datetime.datetime) -> Any:
    """A check: one row of estimates is given, and it makes sense."""
    if len(record.losses) != 1:
        return Said(_("Give one row of estimates: it is added to those that are kept."), field="losses")
    try:
        record.drawn = drawn(record.losses[0])
    except Implausible as refused:
        return Said(str(refused), field="losses")
    return None


def keep_losses(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """The effect that adds the estimates with their result to those made before."""
    found: Outcome = record.drawn
    result = {"average": str(found.mean.amount)} | {k: str(found.percentile(s).amount) for k, s in SHARES.items()}
    stamp = {"on": timezone.localdate(at).isoformat(), "by": actor.pk}
    row = {**record.losses[0], **result, **stamp, "currency": found.currency}
    record.losses = [*record._was["losses"], row]
