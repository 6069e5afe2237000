"""The way to conformity that follows from the answers (Art. 43). Shown, never decided here: a lawyer confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .answers import Answers
from .classify import Classification
from .tables.products import SECTION_A

INTERNAL = (
    _("Check that the quality management system meets Art. 17."),
    _("Examine the technical file against the requirements for high-risk systems."),
    _("Check that design, development and post-market monitoring are as the technical file says."),
    _("Draw up the declaration of conformity, mark and register the system."),
)
NOTIFIED = (
    _("Choose a notified body for Annex III, point 1."),
    _("It assesses the quality management system and the technical file, and surveys the system from then on."),
    _("Draw up the declaration of conformity, mark and register the system."),
)
SECTOR = (
    _("Follow the assessment that the law of the product asks for; what high-risk systems must meet is part of it."),
)
OUTSIDE = (_("Follow the law of the product: the regulation itself asks for no assessment (Art. 2(2))."),)


@dataclass(frozen=True)
class Route:
    """One way: its name, where the law says so, what is done, and what decides between ways."""

    key: str
    ref: str
    label: Any
    steps: Sequence[Any]
    note: Any = ""


def routes(answers: Answers, found: Classification, *, harmonised: str = "", provider: bool = True) -> list[Route]:
    """The ways that a system has to go; none where it is not high-risk.

    Args:
        answers: as given; found: what `classify` says of them.
        harmonised: whether harmonised standards (Art. 40) were applied: full, partly, no, or "" for not known.
        provider: whether we are the provider, whose task it is.
    """
    if found.risk_class != "high":
        return []
    leading = {b.option.key for b in found.because if b.leads_to == "high"}
    products = sorted(key for key in leading if not key.startswith("iii-"))
    uses = leading - set(products)
    made = [_by_product(key) for key in {k[:2]: k for k in products}.values()]
    if any(key.startswith("iii-1") for key in uses):
        made.append(_biometrics(harmonised))
    if any(not key.startswith("iii-1") for key in uses):
        made.append(Route("internal", "Art. 43(2), Annex VI", _("Internal control"), INTERNAL))
    return made if provider else [_kept(route) for route in made]


def _by_product(key: str) -> Route:
    if key.startswith(SECTION_A):
        return Route("sector", "Art. 43(3)", _("The assessment of the product"), SECTOR)
    return Route("outside", "Art. 2(2)", _("The law of the product alone"), OUTSIDE)


def _biometrics(harmonised: str) -> Route:
    if harmonised == "full":
        note = _("Harmonised standards are applied in full: a notified body may be chosen instead (Annex VII).")
        return Route("internal", "Art. 43(1), Annex VI", _("Internal control"), INTERNAL, note)
    note = (
        _("Internal control is possible only where harmonised standards are applied in full.") if harmonised
        else _("Say whether harmonised standards are applied in full: internal control is then possible.")
    )  # fmt: skip
    return Route("notified", "Art. 43(1), Annex VII", _("Notified body"), NOTIFIED, note)


def _kept(route: Route) -> Route:
    said = _("This is the provider's task. Keep the declaration of conformity with the system.")
    return Route(route.key, route.ref, route.label, (), said)
