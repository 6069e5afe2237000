"""Registering versions: from a page, by API, with an imported card. Asking twice makes one."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.records import write as door
from qms.records.transactions import in_one_transaction
from qms.registers import registry

from ..models import System, SystemVersion


def artifact_hash(text: str) -> str:
    """A SHA-256 as it is kept: small letters, without the `sha256:` that container tools put in front."""
    return text.strip().lower().removeprefix("sha256:")


@in_one_transaction
def register_version(
    system: System, *, version: str, artifact: str, changes: str = "", actor: Any, at: datetime.datetime, source: str,
    **more: Any,
) -> SystemVersion:  # fmt: skip
    """The version of a system with this hash: the one registered already, or a new one.

    Args:
        version: as CI names it; artifact: SHA-256 of what is released, 64 hexadecimal digits.
        changes: what is different; more: further fields of a version.

    Raises NotVisible, Forbidden, or Invalid where the version has another hash, or a value does not fit.
    """
    system = door.lock(System, registry["systems"].get(system.number, actor).pk)
    version, artifact = version.strip(), artifact_hash(artifact)
    there = registered(system, version)
    if there is not None:
        same_hash(there, artifact)
        return there
    made: SystemVersion = registry["system-versions"].create(
        actor=actor, at=at, source=source, system=system, unit=system.unit, version=version, artifact=artifact,
        changes=changes, **more,
    )  # fmt: skip
    return made


def registered(system: System, version: str) -> SystemVersion | None:
    """The version of that name, unless it was voided."""
    found: SystemVersion | None = system.versions.filter(version=version).exclude(state="void").first()
    return found


def same_hash(there: SystemVersion, artifact: str) -> None:
    """Raises Invalid with a sentence that names both hashes where they differ."""
    if there.artifact == artifact:
        return
    said = _(
        "Version %(version)s of %(system)s is %(number)s with the artifact %(there)s; you sent %(sent)s. A version "
        "never has two artifacts: give what you built a version of its own."
    ) % {
        "version": there.version, "system": there.system.number, "number": there.number, "there": there.artifact,
        "sent": artifact or _("none"),
    }  # fmt: skip
    raise Invalid(fields={"artifact": [said]})
