"""Declarations: what a new one begins with, and what makes one out of date (Art. 47(4))."""

import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from qms.accounts.people import organisation, system_user
from qms.records import write as door
from qms.registers import registry

from ..models import ConformityDeclaration, System


def begin(record: ConformityDeclaration) -> None:
    """Fill what is empty from system, version and organisation; the edition is the next one of the system."""
    system = door.lock(System, record.system_id)  # two that come at once come one after the other
    if record.version is None:
        record.version = system.versions.filter(state="current").order_by("-pk").first()
    for name, text in _begun(record).items():
        if not getattr(record, name):
            setattr(record, name, text)
    last = system.declarations.aggregate(last=Max("edition"))["last"] or 0
    record.edition, record.risk_class = last + 1, system.risk_class
    said = {"system": system.title[:140], "n": record.edition}
    record.title = record.title or _("EU declaration of conformity, %(system)s, edition %(n)d") % said


def _begun(record: ConformityDeclaration) -> dict[str, str]:
    system, version = record.system, record.version
    lines = [f"{system.title} ({system.number})"]
    if version is not None:
        lines.append(_("Version %(v)s, SHA-256 %(hash)s") % {"v": version.version, "hash": version.artifact})
    internal = bool(system.routes) and all(route.key == "internal" for route in system.routes)
    return {
        "identification": "\n".join(lines),
        "provider": organisation(),
        "responsibility": _("This declaration is issued under the sole responsibility of the provider."),
        "conforms": _("The system named above is in conformity with Regulation (EU) 2024/1689."),
        "standards": system.standards_applied,
        "notified_body": _("None: conformity was assessed by internal control (Annex VI).") if internal else "",
    }


def version_released(version: Any, *, actor: Any, at: datetime.datetime) -> None:
    """An effect of making a version current: a declaration of another version is out of date."""
    why = _("%(number)s (%(version)s) is current now.") % {"number": version.number, "version": version.version}
    others = ConformityDeclaration.objects.exclude(version_id=version.pk)
    _outdate(others.filter(system_id=version.system_id), why, at=at, source=version.given_source)


def class_approved(system: Any, *, actor: Any, at: datetime.datetime) -> None:
    """An effect of approving a classification: a declaration made for another class is out of date."""
    why = _("The classification of %(number)s is now “%(label)s”.") % {
        "number": system.number, "label": system.get_risk_class_display(),
    }  # fmt: skip
    others = ConformityDeclaration.objects.exclude(risk_class=system.risk_class)
    _outdate(others.filter(system_id=system.pk), why, at=at, source=system.given_source)


def _outdate(rows: Any, why: str, *, at: datetime.datetime, source: str) -> None:
    register = registry["declarations"]
    for record in list(rows.filter(state="issued").order_by("pk")):
        register.perform(record, "outdate", rev=record.rev, actor=system_user(), at=at, reason=why, source=source)
