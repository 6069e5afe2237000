"""The life of an evidence item: asked for, delivered, accepted or returned, run out, asked for anew."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import evidence as rules
from . import evidence_effects as effects
from . import evidence_guards as guards

DELIVERED = (
    "shows", "link", "query", "period_from", "period_to", "valid_from", "valid_until", "source_kind", "origin",
)  # fmt: skip
#: What is accepted is one version; later ones change nothing in it.
ACCEPTANCE = Signing(
    "verification",
    Scope(files=False, values=effects.version_signed, context=effects.version_now),
    _("this version of the evidence with its files"),
    foresees=effects.count_list,
)

lifecycle = Lifecycle(
    states=[
        State("requested", _("Requested"), "open", waits="owner"),
        State("delivered", _("Delivered"), "open", waits="role:compliance_officer"),
        State("returned", _("Returned"), "open", waits="owner"),
        State("accepted", _("Accepted"), "open"),
        State("expired", _("Expired"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "accept", _("Accept"), ("delivered",), "accepted", rules.accepts,
            guards=[guards.has_not_run_out, guards.files_are_there], checks=[guards.files_are_whole],
            effects=[effects.note_acceptance], signs=ACCEPTANCE,
        ),
        Transition(
            "deliver", _("Deliver"), ("requested", "returned", "delivered"), "delivered", rules.delivers,
            asks=DELIVERED, needs=("shows",), checks=[guards.is_something, guards.query_is_one],
            effects=[effects.note_version], takes_file=True,
            help=_("Choose the file here, or name a link or a list; several files are attached first. Delivering again "
                   "makes a new version."),
        ),
        Transition(
            "return", _("Return"), ("delivered",), "returned", rules.accepts, effects=[effects.ask_again],
            reason=True, primary=False,
        ),
        Transition(
            "expire", _("Let it run out"), ("accepted",), "expired", rules.expires, guards=[guards.has_run_out],
            primary=False,
        ),
        Transition(
            "renew", _("Ask for it anew"), ("accepted", "expired"), "requested", rules.renews,
            asks=("owner", "due_on"), needs=("owner",), effects=[effects.begin_again], primary=False,
            help=_("What was accepted stays readable as a version; a new one is delivered and accepted."),
        ),
        Transition(
            "void", _("Void"), ("requested", "delivered", "returned", "accepted"), "void", rules.voids,
            reason=True, primary=False,
        ),
    ],
)  # fmt: skip
