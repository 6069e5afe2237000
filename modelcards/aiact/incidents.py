"""Serious incidents (Reg. (EU) 2024/1689 Art. 3(49), 3(61), 73): which kinds there are, and which clock each starts."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

SERIOUS, DEATH, CRITICAL = "aiact.serious", "aiact.death", "aiact.critical"
LENGTH = {CRITICAL: 2, DEATH: 10, SERIOUS: 15}  # days, Art. 73(2) to (4): the shorter, the graver

KINDS = (
    ("death", _("Death (10 days)")),
    ("health", _("Harm to health (15 days)")),
    ("critical", _("Critical infrastructure (2 days)")),
    ("widespread", _("Widespread infringement (2 days)")),
    ("rights", _("Fundamental rights (15 days)")),
    ("property", _("Property, environment (15 days)")),
)
RULE_OF = {
    "death": DEATH, "health": SERIOUS, "critical": CRITICAL, "widespread": CRITICAL, "rights": SERIOUS,
    "property": SERIOUS,
}  # fmt: skip

#: Art. 73(9), (10): where a law of the sector has reports of its own, only these kinds are reported under Art. 73.
SECTORS = (
    ("", _("None with reports of its own")),
    ("medical", _("Medical or in vitro diagnostic device (Art. 73(10))")),
    ("financial", _("Financial service, or another provider with an equal duty to report (Art. 73(9))")),
)
IN_SECTORS = frozenset({"rights", "widespread"})


def reportable(kinds: Iterable[str], sector: str = "") -> list[str]:
    """The kinds that are reported under Art. 73: of a sector with reports of its own only some."""
    return [k for k in kinds if k in RULE_OF and (not sector or k in IN_SECTORS)]


def rule_for(kinds: Iterable[str], sector: str = "") -> str:
    """The clock with the earliest deadline of all that apply; "" where nothing is reported under Art. 73.

    Nobody has said yet what it is (no kinds): it counts as serious, so that no day is lost.
    """
    said = list(kinds)
    if not said:
        return SERIOUS
    return min((RULE_OF[k] for k in reportable(said, sector)), key=LENGTH.__getitem__, default="")
