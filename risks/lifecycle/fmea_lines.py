"""The life of a line: filled in, perhaps accepted as it is by management, rated again once something was done."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..models.fmea_lines import AFTER
from ..rules import fmea as rules
from . import fmea_guards as guards

JUSTIFIED = (
    "title", "effect", "cause", "prevention_control", "detection_control", "severity", "occurrence", "detection",
    "priority", "justification",
)  # fmt: skip
ACCEPTANCE = Signing(
    "acceptance", Scope(fields=JUSTIFIED), _("that nothing more is done about this cause, with its ratings and why")
)

lifecycle = Lifecycle(
    states=[
        State("open", _("Open"), "draft"),
        State("justified", _("Justified"), "open"),
        State("improved", _("Rated again"), "done"),
        State("dropped", _("Dropped"), "void"),
    ],
    transitions=[
        Transition(
            "justify", _("Accept the justification"), ("open", "improved"), "justified", rules.accepts,
            guards=[guards.is_live, guards.is_rated, guards.is_above_low], asks=("justification",),
            needs=("justification",), checks=[guards.says_why], signs=ACCEPTANCE,
            shows=("title", "effect", "cause", "severity", "occurrence", "detection"),
            help=_("Management signs that nothing more is done about this cause."),
        ),
        Transition(
            "rate_again", _("Rate again"), ("open", "justified", "improved"), "improved", rules.fills,
            guards=[guards.is_live, guards.is_rated, guards.action_verified], asks=AFTER, needs=AFTER,
            effects=[guards.note_ratings], shows=("severity", "occurrence", "detection"), primary=False,
            help=_("With the action in place. The ratings before stay as they were."),
        ),
        Transition(
            "take_up", _("Take up again"), ("justified",), "open", rules.fills, guards=[guards.in_work], reason=True,
            primary=False, help=_("To change what was accepted; it needs another signature then."),
        ),
        Transition(
            "drop", _("Drop the line"), ("open", "justified"), "dropped", rules.fills, guards=[guards.in_work],
            reason=True, primary=False,
        ),
    ],
)  # fmt: skip
