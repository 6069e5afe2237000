"""The loss exceedance curve: how likely a year costs more than an amount (FAIR, O-RT; IEC 31010:2019 B.5.10)."""

import math
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.charts.palette import PALETTE
from qms.charts.scale import Scale

from ..quantify import Outcome

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 720, 300, 56, 24, 16, 44
#: Steps of the curve, each some two pixels wide; marks on the axis below it.
POINTS, MARKS = 320, 6


def figure(found: Outcome) -> SafeString:
    """The picture of the yearly losses; the table beside it says the same at some places."""
    step = round_step(float(found.losses[-1]) / (MARKS - 1))
    end = step * max(1, math.ceil(float(found.losses[-1]) / step))
    across = Scale(0.0, end, LEFT, WIDTH - RIGHT)
    down = Scale(0.0, 1.0, HEIGHT - FOOT, TOP)
    amounts = [Decimal(end * n / POINTS).quantize(Decimal("0.01")) for n in range(POINTS + 1)]
    line = [f"{across.at(float(amount))} {down.at(share)}" for amount, share in found.curve(amounts)]
    said = _("Half of the years cost more than %(amount)s %(currency)s, none more than %(most)s.") % {
        "amount": in_thousands(found.percentile(0.5).amount), "currency": found.currency,
        "most": in_thousands(found.losses[-1]),
    }  # fmt: skip
    marks = [step * n for n in range(round(end / step) + 1)]
    return render_to_string("risks/curve.svg", {
        "line": " ".join(line), "x": [(across.at(mark), in_thousands(mark)) for mark in marks],
        "y": [(down.at(n / 4), f"{25 * n} %") for n in range(5)], "said": said, "c": PALETTE,
        "left": LEFT, "right": WIDTH - RIGHT, "base": HEIGHT - FOOT, "top": TOP, "width": WIDTH, "height": HEIGHT,
        "unit": found.currency,
    })  # fmt: skip


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is not less: 4,700 gives 5,000."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= least * 0.999999)


def in_thousands(amount: float | Decimal) -> str:
    """An amount as it is read: 209,199; cents only where it is small."""
    return f"{amount:,.0f}" if amount >= 100 or amount == int(amount) else f"{amount:,.2f}"
