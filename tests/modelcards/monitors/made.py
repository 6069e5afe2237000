"""Published series, and what is asked of them."""

from typing import Any

from modelcards.models import MonitorPoint

#: Viscosity of 20 batches (Montgomery; R's qcc). The fourth signals.
VISCOSITY = (
    34.05, 34.40, 33.59, 35.96, 34.70, 33.51, 33.79, 34.04, 34.52, 33.75, 33.27, 33.71, 34.03, 34.58, 34.02, 33.97,
    34.05, 34.04, 33.73, 34.05,
)  # fmt: skip
#: Piston rings, 40 subgroups of 5 (Montgomery; R's qcc): phase I is the first 25, 37 to 39 signal.
RINGS = """
74.030 74.002 74.019 73.992 74.008|73.995 73.992 74.001 74.011 74.004|73.988 74.024 74.021 74.005 74.002
74.002 73.996 73.993 74.015 74.009|73.992 74.007 74.015 73.989 74.014|74.009 73.994 73.997 73.985 73.993
73.995 74.006 73.994 74.000 74.005|73.985 74.003 73.993 74.015 73.988|74.008 73.995 74.009 74.005 74.004
73.998 74.000 73.990 74.007 73.995|73.994 73.998 73.994 73.995 73.990|74.004 74.000 74.007 74.000 73.996
73.983 74.002 73.998 73.997 74.012|74.006 73.967 73.994 74.000 73.984|74.012 74.014 73.998 73.999 74.007
74.000 73.984 74.005 73.998 73.996|73.994 74.012 73.986 74.005 74.007|74.006 74.010 74.018 74.003 74.000
73.984 74.002 74.003 74.005 73.997|74.000 74.010 74.013 74.020 74.003|73.988 74.001 74.009 74.005 73.996
74.004 73.999 73.990 74.006 74.009|74.010 73.989 73.990 74.009 74.014|74.015 74.008 73.993 74.000 74.010
73.982 73.984 73.995 74.017 74.013
"""
#: Subgroups with the published means of 26 to 40 that matter: in control, then three that signal.
LATER = [[74.0] * 5] * 4 + [[m] * 5 for m in (74.0166, 74.0196, 74.0234)]


def rings() -> list[dict[str, Any]]:
    """The 25 subgroups of phase I as rows."""
    return [
        {"values": [float(v) for v in group.split()]}
        for line in RINGS.strip().splitlines()
        for group in line.split("|")
    ]


def points_of(monitor: Any) -> list[MonitorPoint]:
    return list(MonitorPoint.objects.filter(monitor=monitor).order_by("at", "pk"))


def signalled(monitor: Any) -> list[int]:
    """The places (from 1) of the points that break a rule of the main chart."""
    return [place for place, p in enumerate(points_of(monitor), 1) if p.rules]
