"""The loss exceedance curve: how likely a year costs more than an amount (FAIR, O-RT; IEC 31010:2019 B.5.10)."""

from collections.abc import Iterator, Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qms.charts.palette import PALETTE
from qms.charts.scale import Scale

from ..quantify import Money

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 720, 300, 56, 24, 16, 44


def figure(points: Sequence[tuple[Money, float]]) -> SafeString:
    """The picture of `Outcome.exceedance`; the same numbers stand in a table beside it."""
    most = float(points[-1][0].amount) or 1.0
    across = Scale(0.0, most, LEFT, WIDTH - RIGHT)
    down = Scale(0.0, 1.0, HEIGHT - FOOT, TOP)
    places = [(across.at(float(money.amount)), down.at(share)) for money, share in points]
    line = [f"{x} {y}" for x, y in _stepped(places)]
    half = next((money for money, share in points if share <= 0.5), points[-1][0])
    said = _("Half of the years cost more than %(amount)s %(currency)s, none more than %(most)s.") % {
        "amount": f"{half.amount:,.0f}", "currency": half.currency, "most": f"{points[-1][0].amount:,.0f}",
    }  # fmt: skip
    return render_to_string("risks/curve.svg", {
        "line": " ".join(line), "x": [(x, f"{value:,.0f}") for x, value in _ticks(across)],
        "y": [(down.at(n / 4), f"{25 * n} %") for n in range(5)], "said": said, "c": PALETTE,
        "left": LEFT, "right": WIDTH - RIGHT, "base": HEIGHT - FOOT, "top": TOP, "width": WIDTH, "height": HEIGHT,
        "unit": half.currency,
    })  # fmt: skip


def _stepped(places: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """A share holds until the next loss: first across, then down."""
    height = places[0][1]
    for x, y in places:
        yield x, height
        yield x, y
        height = y


def _ticks(across: Scale) -> list[tuple[float, float]]:
    return [(across.at(across.high * n / 5), across.high * n / 5) for n in range(6)]
