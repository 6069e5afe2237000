"""The life of a deployment: planned, live on an answer of the gate, ended or rolled back."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import systems as rules
from . import deployment_guards as guards

lifecycle = Lifecycle(
    states=[
        State("planned", _("Planned"), "draft", waits="owner"),
        State("live", _("Live"), "open"),
        State("ended", _("Ended"), "done"),
        State("rolled_back", _("Rolled back"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "go_live", _("Go live"), ("planned",), "live", rules.works_on_part,
            checks=[guards.share_fits, guards.gate_lets_it_pass], effects=[guards.note_start],
            help=_("The gate is asked now, and its answer is kept here."),
        ),
        Transition("end", _("End it"), ("live",), "ended", rules.works_on_part, effects=[guards.note_end]),
        Transition(
            "roll_back", _("Roll back"), ("live",), "rolled_back", rules.works_on_part, primary=False,
            asks=("rolled_back_because",), needs=("rolled_back_because",), checks=[guards.why_is_said],
            effects=[guards.note_end, guards.raise_nonconformity],
            help=_("Asks what went wrong, and raises a nonconformity."),
        ),
        Transition("void", _("Void"), ("planned",), "void", rules.voids_part, primary=False, reason=True),
    ],
)  # fmt: skip
