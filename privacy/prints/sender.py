"""Who writes: what papers that leave the house say of the sender."""

from typing import Any

from qms.accounts.people import users_with

MOST = 3


def officers(unit: Any) -> str:
    """The privacy officers of a unit with their addresses; "" where there is none."""
    people = users_with("privacy_officer", unit).order_by("display_name", "username")[:MOST]
    return "; ".join(", ".join(filter(None, (user.printed_name, user.email))) for user in people)
