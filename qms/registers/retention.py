"""Until when the law has a record kept. This floor knows no law: who knows one adds a keeper in AppConfig.ready().

Nothing is ever deleted here; every step that ends such a record says it, and its files are not taken off.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Retention:
    """Until when a record is kept (that day included), for which record's sake, and by which law."""

    until: datetime.date
    because: str
    source: str

    @property
    def sentence(self) -> str:
        """What a person reads."""
        said = {"until": date_format(self.until, "j M Y"), "because": self.because, "source": self.source}
        return _("The law has this kept until %(until)s (%(source)s; %(because)s).") % said


#: (key of the register, record) → until when it is kept, or None. At most one query each.
Keeper = Callable[[str, Any], Retention | None]

keepers: list[Keeper] = []


def retention_of(register: str, record: Any) -> Retention | None:
    """The longest of what the keepers say."""
    found = [said for keeper in keepers if (said := keeper(register, record)) is not None]
    return max(found, key=lambda said: said.until, default=None)
