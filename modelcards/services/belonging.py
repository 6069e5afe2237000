"""Records that belong to a system: seen where it is seen, owned by its owner until somebody else is named."""

from typing import Any

from django.utils.translation import gettext as _

from qms.lib.errors import Invalid
from qms.records.access import sees


def belong_to_system(record: Any, actor: Any) -> None:
    """Set unit, audience and owner of a new record. Raises Invalid where there is no system that the actor sees."""
    if record.system_id is None:
        raise Invalid(fields={"system": [_("Say which system it is about.")]})
    if not sees(actor, record.system):
        raise Invalid(fields={"system": [_("There is no record with this number that you may see.")]})
    record.unit, record.audience = record.system.unit, record.system.audience
    record.owner_id = record.owner_id or record.system.owner_id or actor.pk
