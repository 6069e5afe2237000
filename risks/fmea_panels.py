"""What the record pages of worksheets and lines show besides the declared sections."""

from typing import Any

from django.utils.translation import gettext as _

from .fmea import action_priority, rpn
from .fmea_actions import VERIFIED, actions_of
from .fmea_sheet import may_fill
from .fmea_standing import answer_of, standing_of
from .lifecycle.fmea_guards import LIVE
from .rules import fmea as rules

#: The same number, three answers: why the number does not decide.
SAME_NUMBER = ((10, 3, 4), (6, 4, 5), (3, 8, 5))


def why_panel() -> tuple[str, str, dict[str, Any]]:
    """Why the priority decides and not the number."""
    return _("Why action priority, and not the number"), "risks/panels/fmea_why.html", {"rows": same_number()}


def progress_panel(record: Any, actor: Any) -> dict[str, Any]:
    """How far a worksheet is: what stands above its content."""
    standing = standing_of(record)
    return {
        "record": record, "standing": standing, "url": f"/fmea-worksheets/{record.number}/sheet/",
        "may_fill": may_fill(record, actor), "left": len(standing.open), "done": standing.total - len(standing.open),
        "counts": counts(standing),
    }  # fmt: skip


def counts(standing: Any) -> list[tuple[str, str, int]]:
    """(key, word, how many) of each priority, the urgent ones first."""
    words = {"H": _("high"), "M": _("medium"), "L": _("low"), "none": _("not rated")}
    return [(key, word, standing.priorities[key]) for key, word in words.items()]


def same_number() -> list[dict[str, Any]]:
    """Three causes whose ratings multiply to the same number and ask for different things."""
    found = []
    for s, o, d in SAME_NUMBER:
        ranks = {"severity": s, "occurrence": o, "detection": d}
        found.append({**ranks, "rpn": rpn(**ranks), "priority": action_priority(**ranks)})
    return found


def line_panel(record: Any, actor: Any) -> dict[str, Any]:
    """Priority and number, what is done about it, and the way back: what stands above the content of a line."""
    actions = actions_of(record)
    verified = bool(actions) and all(action.state == VERIFIED for action in actions)
    may_rate = verified and record.state != "dropped" and record.worksheet.state in LIVE
    return {
        "record": record, "actions": actions, "said": answer_of(record, actions),
        "may_rate": may_rate and bool(rules.fills(actor, record)),
    }  # fmt: skip
