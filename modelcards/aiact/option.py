"""What a question and one of its answers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

NONE = "none"


@dataclass(frozen=True)
class Option:
    """One answer that can be ticked. `ref` is the place in the law, `regime` names its date in dates.toml.

    `group`: the heading it stands under; `partial`: an exclusion that holds only where nothing else applies.
    """

    key: str
    ref: str
    label: Any
    regime: str = ""
    group: Any = ""
    partial: bool = False

    @property
    def words(self) -> str:
        """The answer with its place in the law and its heading."""
        place = ", ".join(str(part) for part in (self.ref, self.group) if part)
        return f"{place}: {self.label}" if place else str(self.label)


@dataclass(frozen=True)
class Question:
    """A question of the classification. `several`: more than one may be ticked; `explain`: a yes gives its reasons."""

    key: str
    ref: str
    title: Any
    options: Sequence[Option]
    help: Any = ""
    several: bool = True
    explain: bool = False

    @property
    def by_key(self) -> dict[str, Option]:
        """Its options by key, the one that says no among them."""
        return {option.key: option for option in self.options}


NOTHING = Option(NONE, "", _("None of these"))
YES, NO = Option("yes", "", _("Yes")), Option("no", "", _("No"))
