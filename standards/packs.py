"""An evidence pack about an edition or a clause: the records that name it, and what is linked with them (AU-08)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qms.lib.errors import Invalid
from qms.packs.hooks import Kind
from qms.packs.selection import with_linked
from qms.registers.registry import registry

from . import queries
from .models import Edition, Requirement

STEPS = 2  # finding → nonconformity → action


def find(reference: str, actor: Any) -> set[int]:
    """Ids of the records. Raises Invalid for what is no edition and no clause."""
    known = Edition.objects.filter(key=reference).exists() or Requirement.objects.filter(key=reference).exists()
    if not known:
        said = _("There is no edition or clause “%s”. Write it like iso9001-2015 or iso9001-2015:9.2.2.")
        raise Invalid(fields={"standard": [said % reference[:60]]})
    named = {pk for register in registry for pk in queries.ids_naming(register, reference, actor)}
    return with_linked(named, actor=actor, steps=STEPS)


def choices(actor: Any) -> list[tuple[str, str]]:
    """The editions that are loaded."""
    return [(edition.key, str(edition)) for edition in queries.editions()]


kind = Kind(
    key="standard", label=gettext_lazy("Standard or clause"), find=find, choices=choices,
    help=gettext_lazy("By its key, such as iso9001-2015 or iso9001-2015:9.2.2: what names it, what is linked to it."),
)  # fmt: skip
