"""The life of feedback: received, looked at."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import complaints as rules

lifecycle = Lifecycle(
    [
        State("received", _("Received"), "open", waits="role:quality_manager"),
        State("seen", _("Looked at"), "done"),
        State("void", _("Void"), "void"),
    ],
    [
        Transition(
            "look_at", _("Looked at"), ("received",), "seen", rules.works, asks=("response",), needs=("response",),
            shows=("kind", "description", "score", "score_of"),
        ),
        Transition("void", _("Void"), ("received", "seen"), "void", rules.voids, reason=True, primary=False),
    ],
)  # fmt: skip
