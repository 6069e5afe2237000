"""The states of a monitor, and in which of them points come in and are judged."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import State

STATES = [
    State("draft", _("Draft"), "draft", waits="owner"),
    State("baseline", _("Baseline"), "open", waits="owner"),
    State("proposed", _("Limits to approve"), "open", waits="role:quality_manager"),
    State("watching", _("Watching"), "open"),
    State("paused", _("Paused"), "open", waits="owner"),
    State("retired", _("Retired"), "done"),
    State("void", _("Void"), "void"),
]
#: Points come in.
TAKING = ("baseline", "proposed", "watching", "paused")
#: Limits that are in force judge them; while new ones wait for approval the old ones go on.
JUDGED = ("proposed", "watching")
#: A point that does not come is missed.
EXPECTING = ("baseline", "proposed", "watching")
