"""What a new matrix begins with: an example of five by five steps, to be changed to what the organisation means."""

from typing import Any

L, M, H, C, N = "low", "medium", "high", "critical", "minimal"
#: Lowest likelihood first; from left to right the lowest consequence first.
CELLS = [
    [N, N, L, M, M],
    [N, L, L, M, H],
    [L, L, M, H, H],
    [L, M, H, H, C],
    [M, M, H, C, C],
]
LIKELIHOOD = [
    ("Rare", "Less than once in ten years; never seen here or at others like us"),
    ("Unlikely", "Once in three to ten years"),
    ("Possible", "Once in one to three years"),
    ("Likely", "Once or twice a year"),
    ("Frequent", "Several times a year, or with every release"),
]
CONSEQUENCE = [
    ("Negligible", "Noticed by us alone; corrected within the day"),
    ("Minor", "A customer complains; no lasting harm; less than 10 000 EUR"),
    ("Moderate", "A service level is missed, or a person is treated wrongly and it can be put right"),
    ("Major", "Lasting harm to a person's rights or finances, an authority asks, or a customer is lost"),
    ("Severe", "Injury, harm to many people, a ban, or the organisation itself in danger"),
]
BENEFIT = [
    ("Negligible", "Pleasant, and not measurable"),
    ("Small", "Saves one team some days a year"),
    ("Moderate", "Shows in a quality objective, or in what one customer buys"),
    ("Large", "Opens a market, or removes a whole class of errors"),
    ("Exceptional", "Changes what the organisation can offer"),
]
LEVELS = [
    (N, "", "good", "quality_manager", "365", "730"),
    (L, "", "good", "quality_manager", "365", "365"),
    (M, "Watched", "warn", "risk_manager", "180", "365"),
    (H, "Treat", "bad", "approver", "90", "180"),
    (C, "Stop", "worst", "executive", "30", "60"),
]
OPPORTUNITY_LEVELS = [
    (N, "Leave", "plan", "quality_manager", "365", "365"),
    (L, "Note", "plan", "quality_manager", "365", "365"),
    (M, "Look into", "warn", "risk_manager", "180", "365"),
    (H, "Pursue", "good", "approver", "90", "365"),
    (C, "Pursue first", "good", "executive", "60", "365"),
]
APPETITE = [("", "", M), ("ai_people", "", L), ("ai_groups", "", L), ("legal", "", L)]


def beginning(about: str) -> dict[str, Any]:
    """Scales, levels, table and appetite of a new matrix for "risk" or "opportunity"."""
    is_risk = about == "risk"
    return {
        "likelihood": _scale(LIKELIHOOD), "consequence": _scale(CONSEQUENCE if is_risk else BENEFIT),
        "levels": [
            dict(zip(("level", "name", "tone", "authority", "review_days", "accept_days"), row, strict=True))
            for row in (LEVELS if is_risk else OPPORTUNITY_LEVELS)
        ],
        "cells": [list(row) for row in CELLS],
        "appetite": [
            {"category": category, "unit": unit, "highest": highest} for category, unit, highest in APPETITE if is_risk
        ],
    }  # fmt: skip


def _scale(steps: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "meaning": meaning} for label, meaning in steps]
