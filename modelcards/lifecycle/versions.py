"""The life of a version: registered with its hash, current, superseded by a later one, retired or withdrawn."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, Scope, Signing, State, Transition

from ..rules import systems as rules
from . import version_guards as guards

WITHDRAWAL = Signing(
    "responsibility", Scope(fields=("version", "artifact", "changes", "measure"), files=False),
    _("that this version is not to be used"),
)  # fmt: skip

lifecycle = Lifecycle(
    states=[
        State("registered", _("Registered"), "draft"),
        State("current", _("Current"), "open"),
        State("superseded", _("Superseded"), "done"),
        State("retired", _("Retired"), "done"),
        State("withdrawn", _("Withdrawn"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "make_current", _("Make it current"), ("registered", "superseded"), "current", rules.works_on_part,
            guards=[guards.system_is_approved, guards.may_be_altered, guards.modification_is_assessed],
            effects=[guards.supersede_others, guards.outdate_declarations],
            help=_("The version that was current so far is superseded."),
        ),
        Transition("supersede", _("Supersede"), ("current",), "superseded", rules.works_on_part, primary=False),
        Transition(
            "retire", _("Retire"), ("registered", "current", "superseded"), "retired", rules.works_on_part,
            guards=[guards.is_not_deployed], primary=False, reason=True,
        ),
        Transition(
            "withdraw", _("Withdraw"), ("registered", "current", "superseded"), "withdrawn", rules.withdraws,
            asks=("measure", "informed"), needs=("measure",), primary=False, reason=True, signs=WITHDRAWAL,
            help=_("It does not conform (Art. 20): say what is done about it, and who was informed."),
        ),
        Transition(
            "inform", _("Record who was informed"), ("withdrawn",), "withdrawn", rules.withdraws,
            asks=("informed",), needs=("informed",),
        ),
        Transition(
            "void", _("Void"), ("registered",), "void", rules.voids_part, guards=[guards.nothing_rests_on_it],
            primary=False, reason=True, help=_("It was registered by mistake; the version can be registered anew."),
        ),
    ],
)  # fmt: skip
