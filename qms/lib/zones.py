"""The time zone of a country, from the table that comes with the time zones themselves."""

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from django.conf import settings


@cache
def _zones_by_country() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (resources.files("tzdata.zoneinfo") / "zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            code, _place, zone = line.split("\t")[:3]
            found.setdefault(code, []).append(zone)
    return found


def zone_of_country(country: str) -> ZoneInfo:
    """The organisation's own time zone if the country has it or is not known, else the country's first.

    country: ISO 3166-1 alpha-2, perhaps with a part of the country: "DE-BY".
    """
    zones = _zones_by_country().get(country[:2].upper(), [])
    own = settings.TIME_ZONE
    return ZoneInfo(own if own in zones or not zones else zones[0])
