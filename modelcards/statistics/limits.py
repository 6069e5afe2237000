"""Limits of a chart: computed once from phase I, then a value that nothing moves (requirement SPC-02)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid

from .constants import ROUNDINGS, Rounding

Kind = Literal["imr", "xbar_r", "xbar_s", "p", "np", "c", "u", "ewma", "cusum"]
KINDS: tuple[Kind, ...] = ("imr", "xbar_r", "xbar_s", "p", "np", "c", "u", "ewma", "cusum")
ATTRIBUTES = ("p", "np", "c", "u")
#: Charts with a second chart for the spread, and its name.
SPREADS = {"imr": "mr", "xbar_r": "r", "xbar_s": "s"}


@dataclass(frozen=True, kw_only=True)
class Options:
    """Every choice that changes a limit or a signal. Kept with the limits, so that a chart can be drawn again.

    width: distance of the limits from the centre line in sigmas.
    constants: how d2 and the factors are rounded (`constants.Rounding`).
    sigma_from: of single values, "range" (mean moving range / d2) or "deviation" (standard deviation / c4).
    target, sigma: given standards, instead of what phase I says.
    weight: λ of the EWMA, 0 < λ ≤ 1. exact: limits that widen with time, as R's qcc prints them; False: their
        asymptote, as NIST prints it.
    k, h: allowance and decision interval of the CUSUM, in `units` ("sigma" or "data").
    reset: begin the CUSUM again from zero after a signal.
    """

    width: float = 3.0
    constants: Rounding = "published"
    sigma_from: Literal["range", "deviation"] = "range"
    target: float | None = None
    sigma: float | None = None
    weight: float = 0.2
    exact: bool = True
    k: float = 0.5
    h: float = 5.0
    units: Literal["sigma", "data"] = "sigma"
    reset: bool = False

    def __post_init__(self) -> None:
        wrong = {
            _("the width"): not self.width > 0,
            _("sigma"): self.sigma is not None and not self.sigma > 0,
            _("lambda"): not 0 < self.weight <= 1,
            _("k"): not self.k >= 0,
            _("h"): not self.h > 0,
            _("the rounding of the constants"): self.constants not in ROUNDINGS,
            _("the units of k and h"): self.units not in ("sigma", "data"),
            _("the estimate of sigma"): self.sigma_from not in ("range", "deviation"),
        }
        for name, bad in wrong.items():
            if bad:
                raise Invalid(_("The value for %s is outside its range.") % name)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Frozen limits of one chart.

    centre: mean of phase I, or the mean proportion or rate, or the target.
    sigma: standard deviation of a single value; None where the distribution gives it (p, np, c, u) or none is needed.
    spread: centre line of the moving range chart; None for the other kinds, whose spread follows from sigma.
    n: size of the subgroups of phase I when all are equal, else None. used: points that the limits rest on,
        0 when both standards were given.
    """

    kind: Kind
    centre: float
    sigma: float | None = None
    spread: float | None = None
    n: float | None = None
    used: int = 0
    options: Options = field(default_factory=Options)

    def as_data(self) -> dict[str, Any]:
        """For JSON: numbers as numbers, with every option."""
        return asdict(self)

    def stored(self) -> dict[str, Any]:
        """For a place without floats: each float as its shortest text that reads back to the same float."""
        return _texts(asdict(self))

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Limits":
        """From what `as_data` or `stored` gave. Raises Invalid when it is something else."""
        try:
            made = {**data, "options": Options(**_numbers(Options, data["options"]))}
            return cls(**_numbers(cls, made))
        except (KeyError, TypeError, ValueError) as error:
            raise Invalid(_("These are no limits of a chart: %s") % error) from None

    def with_options(self, **changes: Any) -> "Limits":
        """The same limits under other options, as a new value."""
        return replace(self, options=replace(self.options, **changes))


def _texts(data: dict[str, Any]) -> dict[str, Any]:
    return {k: _texts(v) if isinstance(v, dict) else repr(v) if isinstance(v, float) else v for k, v in data.items()}


def _numbers(cls: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values with text turned to float where the field is one."""
    floats = {f.name for f in fields(cls) if "float" in str(f.type)}
    return {k: float(v) if k in floats and isinstance(v, str) else v for k, v in data.items()}
