"""A nonconformity that is worked as an 8D, as far as a test needs it."""

import datetime
from typing import Any

from tests.nonconformities.made import ANSWERS, CORRECTION, PLAN, Story

DAY = datetime.date(2026, 1, 4)
SEVEN = {f"problem_{name}": f"Answer to {name}" for name in ("what", "where", "when", "who", "why", "how", "how_much")}
COMPARED = [
    {"dimension": key, "is": f"{key} is", "is_not": f"{key} is not", "difference": "the newer data", "change": "May"}
    for key in ("what", "where", "when", "extent")
]
ORDER = ("d0", "d1", "d2", "d3", "d4", "d5")


def contents(story: Story) -> dict[str, dict[str, Any]]:
    """What each step asks for, apart from causes and actions."""
    org = story.org
    held = {"containment_effective": "yes", "containment_result": "200 scores compared, none off."}
    return {
        "d0": {"emergency": "Scores withheld since the evening of the same day."},
        "d1": {
            "champion": org["approver2"], "team_leader": org["worker"], "team": [org["owner"].pk, org["verifier"].pk],
        },
        "d2": {**SEVEN, "is_is_not": COMPARED},
        "d3": {
            "containment": "Old model in service", "containment_on": DAY, "containment_validated_on": DAY,
            "containment_validated_by": org["verifier"], **held,
        },
        "d4": {
            "escape_point": "The release gate", "escape_status": "confirmed", "escape_evidence": "Log of gate 4411.",
        },
        "d5": {**PLAN, "checker": org["checker"], "choice_verified": "Replayed on May.", "choice_verified_on": DAY},
        "d6": {"containment_removed_on": story.clock.last.date(), "containment_removed_by": org["owner"]},
        "d7": {**ANSWERS, "read_across": [{"unit": "HQ", "similar": "no", "found": "No other gate of this kind."}]},
        "d8": {"recognition": "Told at the monthly meeting, with thanks."},
    }  # fmt: skip


def prepared(story: Story) -> Story:
    """An 8D in which everything up to D5 is filled in and nothing is completed."""
    story.triaged().caused()
    changes = {name: value for key in ORDER for name, value in contents(story)[key].items()}
    story.edit("owner", approach="8d", **changes)
    story.add_action()
    return story


def complete(story: Story, *keys: str, who: str = "owner") -> Story:
    for key in keys:
        story.do("complete_step", who, eight_d_step=key)
    return story


def planned(story: Story) -> Story:
    """D0 to D5 are completed and the plan is approved."""
    complete(prepared(story), *ORDER)
    story.do("submit_plan", "owner")
    story.do("approve_plan", "approver")
    return story


def checked(story: Story) -> Story:
    """The effect is shown; D6 to D8 are filled in and not completed."""
    planned(story)
    story.actions = [story.finish(a) for a in story.actions]
    story.do("start_check", "owner")
    story.wait().record("effective")
    changes = {name: value for key in ("d6", "d7", "d8") for name, value in contents(story)[key].items()}
    story.edit("owner", **changes, **CORRECTION)
    return story
