"""When a version may move on, and what follows for the others of its system."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.text import says_nothing
from qms.registers import registry
from qms.signatures.models import Signature

USED = ("approved", "restricted")


def system_is_approved(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """A version is used only where its system is."""
    if record.system.state in USED:
        return None
    said = {"n": record.system.number, "s": registry["systems"].lifecycle.label(record.system.state)}
    return _("%(n)s is “%(s)s”: it has to be approved first.") % said


def may_be_altered(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 73(6): while an incident is investigated, nothing is released before the authority is informed."""
    from ..queries.incidents import not_to_be_altered  # incidents name versions, which come first

    return not_to_be_altered(record.system)


def modification_is_assessed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Art. 43(4): a substantial modification needs a new assessment; a foreseen one stands in the technical file."""
    if record.modification == "foreseen" and says_nothing(record.system.foreseen_changes):
        return _(
            "%s does not say which changes are determined in advance: write them down, or say it is substantial."
        ) % (record.system.number)
    if record.modification != "substantial" or record.system.risk_class != "high":
        return None
    since = Signature.objects.filter(entry_id=record.system_id, verb="approve", at__gt=record.created_at)
    if since.exists():
        return None
    return (
        _("A substantial modification: reassess %s, and approve it again, first (Art. 43(4)).") % record.system.number
    )


def is_not_deployed(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """What runs is ended first."""
    live = ", ".join(record.deployments.filter(state="live").order_by("pk").values_list("number", flat=True))
    return _("It is still live: %s. End that first.") % live if live else None


def nothing_rests_on_it(record: Any, *, actor: Any, at: datetime.datetime) -> str | None:
    """Only a version that was registered by mistake is voided."""
    if record.deployments.exclude(state="void").exists():
        return _("It has deployments: retire or withdraw it instead.")
    if record.cards.exclude(state="void").exists():
        return _("It has a model card: retire or withdraw it instead.")
    return None


def supersede_others(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """A system has one current version."""
    register = registry["system-versions"]
    for other in list(record.system.versions.filter(state="current").exclude(pk=record.pk).order_by("pk")):
        register.perform(other, "supersede", rev=other.rev, actor=actor, at=at, source=record.given_source)


def outdate_declarations(record: Any, *, actor: Any, at: datetime.datetime) -> None:
    """Art. 47(4): a declaration of another version is out of date."""
    from ..services.declarations import version_released  # declarations name versions, which come first

    version_released(record, actor=actor, at=at)
