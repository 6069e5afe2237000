"""Control charts: what is drawn. Where it stands is worked out in `drawing`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import LEFT, RIGHT, WIDTH, Drawing, drawing
from .palette import FONTS, PALETTE
from .scale import digits

#: Points that a picture can show; of more, the last are drawn and that is said.
MOST = 400


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One point. Values in the unit of the axis; None: missing.

    third: one sigma of the chart, for the zones. rules: numbers of the broken rules. observed: what was measured,
    where something else is charted. second: the value of a second curve (the lower sum of a CUSUM).
    """

    label: str
    value: float | None
    centre: float | None = None
    lcl: float | None = None
    ucl: float | None = None
    third: float | None = None
    rules: Sequence[int] = ()
    observed: float | None = None
    second: float | None = None
    phase: int = 2


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One chart. Texts are ready for the reader's language; axes name their unit.

    note: what stands under the title, such as the rule set. rules: number → words of those that are looked for.
    names: of upper limit, centre line and lower limit. zones: whether lines at one and two sigma help the reader.
    hidden: how many earlier points are not drawn.
    """

    title: str
    note: str
    x_label: str
    y_label: str
    marks: Sequence[Mark]
    rules: Mapping[int, str] = field(default_factory=dict)
    names: tuple[str, str, str] = ("UCL", "CL", "LCL")
    tall: bool = True
    zones: bool = False
    hidden: int = 0

    @property
    def flagged(self) -> list[Mark]:
        """The points that break a rule."""
        return [m for m in self.marks if m.rules]

    @property
    def broken(self) -> list[tuple[int, str]]:
        """Number and words of the rules that some point breaks."""
        found = {number for m in self.marks for number in m.rules}
        return [(number, words) for number, words in self.rules.items() if number in found]

    @property
    def shown(self) -> str:
        """How much of a long series is drawn; "" when all of it."""
        named = {"drawn": len(self.marks), "all": len(self.marks) + self.hidden}
        return _("the last %(drawn)d of %(all)d points") % named if self.hidden else ""

    @property
    def heads(self) -> list[str]:
        """Headings of the table that says the same."""
        upper, centre, lower = (name.rstrip("= ") for name in self.names)
        extra = [_("Observed")] if any(m.observed is not None for m in self.marks) else []
        second = [_("Lower sum")] if any(m.second is not None for m in self.marks) else []
        named = [upper or _("Upper"), centre or _("Centre"), lower or _("Lower")]
        return [self.x_label, *extra, self.y_label, *second, *named, _("Broken rules")]

    @property
    def rows(self) -> Iterator[tuple[bool, list[str]]]:
        """Its rows: whether the point is flagged, and the cells."""
        observed, second = (any(getattr(m, n) is not None for m in self.marks) for n in ("observed", "second"))
        for m in self.marks:
            cells = [m.label, *([digits(m.observed)] if observed else [])]
            cells += [_("missing") if m.value is None else digits(m.value), *([digits(m.second)] if second else [])]
            cells += [digits(m.ucl), digits(m.centre), digits(m.lcl), ", ".join(map(str, m.rules))]
            yield bool(m.rules), cells


def control_svg(panels: Sequence[Panel], *, ident: str, title: str = "", alone: bool = False) -> SafeString:
    """One `<svg>` with the panels under one another.

    Args:
        ident: begins the ids inside; unique on the page, letters, digits and hyphens.
        title: the accessible name; by default the first panel's title.
        alone: for a file of its own: with a white ground and an XML declaration.
    """
    drawn: list[Drawing] = []
    top = 0.0
    for panel in panels:
        drawn.append(drawing(panel, top=top))
        top = drawn[-1].bottom
    context = {
        "panels": drawn, "ident": ident, "title": title or panels[0].title, "width": WIDTH, "height": round(top),
        "left": LEFT, "right": WIDTH - RIGHT, "c": PALETTE, "fonts": FONTS, "alone": alone,
    }  # fmt: skip
    return render_to_string("charts/control.svg", context)


def control_figure(panels: Sequence[Panel], *, ident: str, caption: Any = "", printed: bool = False) -> SafeString:
    """The picture with its caption and the same numbers as a table: folded on a page, open in print."""
    broken = dict(pair for panel in panels for pair in panel.broken)
    context = {
        "svg": control_svg(panels, ident=ident), "panels": panels, "caption": caption, "broken": broken.items(),
        "printed": printed,
    }  # fmt: skip
    return render_to_string("charts/control.html", context)


def window(marks: Sequence[Mark]) -> tuple[Sequence[Mark], int]:
    """The last marks that a picture can show, and how many earlier ones are left out."""
    return marks[-MOST:], max(0, len(marks) - MOST)
