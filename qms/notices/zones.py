"""Time zones of units: a wrong one must not stop anybody's notices."""

import logging
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

log = logging.getLogger(__name__)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; the organisation's own where a unit's is wrong."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        log.error("Unknown time zone %r of a unit; its notices follow %s", name, settings.TIME_ZONE)
        return ZoneInfo(settings.TIME_ZONE)
