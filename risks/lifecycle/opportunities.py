"""The life of an opportunity: assessed, pursued, realised or let go."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition

from ..rules import risks as rules
from . import rating_guards as rating
from . import review_guards as review

LIVING = ("assessed", "pursued")
DESCRIBED = ("cause", "event", "consequence")

lifecycle = Lifecycle(
    states=[
        State("draft", _("Draft"), "draft", waits="owner"),
        State("assessed", _("Assessed"), "open", waits="owner"),
        State("pursued", _("Pursued"), "open", waits="owner"),
        State("realised", _("Realised"), "done"),
        State("let_go", _("Let go"), "done"),
        State("void", _("Void"), "void"),
    ],
    transitions=[
        Transition(
            "assess", _("Assess"), ("draft",), "assessed", rules.rates,
            guards=[rating.is_described, rating.has_a_matrix],
            asks=("inherent_likelihood", "inherent_consequence"), reason=True, shows=DESCRIBED,
            needs=("inherent_likelihood", "inherent_consequence"), checks=[rating.on_the_scale("inherent")],
            effects=[rating.note_assessment], many=True, help=_("As it stands if nothing is done about it."),
        ),
        Transition(
            "pursue", _("Pursue"), LIVING, "pursued", rules.rates, guards=[rating.has_a_matrix],
            asks=("strategy", "plan", "target_likelihood", "target_consequence"),
            needs=("strategy", "plan", "target_likelihood", "target_consequence"), shows=DESCRIBED,
            checks=[rating.on_the_scale("target")], effects=[rating.noting("target")],
            help=_("Say what is done for it and where it shall stand then; actions carry it out."),
        ),
        Transition(
            "rate_current", _("Rate anew"), LIVING, "", rules.rates, guards=[rating.has_a_matrix],
            asks=("current_likelihood", "current_consequence"), needs=("current_likelihood", "current_consequence"),
            checks=[rating.on_the_scale("current")], effects=[rating.noting("current")], reason=True, primary=False,
            shows=DESCRIBED,
        ),
        Transition(
            "review", _("Review"), LIVING, "", rules.reviews, asks=("review_result", "review_on"),
            needs=("review_result",), checks=[review.says_why, review.next_is_in_time], effects=[review.note_review],
            signs=review.REVIEW, primary=False, shows=(*DESCRIBED, "plan", "current_level", "reviewed_on"),
        ),
        Transition(
            "realise", _("Mark as realised"), ("pursued",), "realised", rules.closes, guards=[review.nothing_is_open],
            effects=[review.note_closed], reason=True, help=_("Say what was gained."),
        ),
        Transition(
            "let_go", _("Let go"), LIVING, "let_go", rules.closes, guards=[review.nothing_is_open],
            effects=[review.note_closed], reason=True, primary=False,
        ),
        Transition(
            "reopen", _("Reopen"), ("realised", "let_go"), "assessed", rules.reopens, effects=[review.note_reopened],
            reason=True, primary=False,
        ),
        Transition("void", _("Void"), ("draft", "assessed"), "void", rules.voids, reason=True, primary=False),
    ],
)  # fmt: skip
