"""What applies in addition: transparency (Art. 50) and general-purpose models (Art. 51)."""

from django.utils.translation import gettext_lazy as _

from ..option import NOTHING, Option, Question

TRANSPARENCY = Question(
    "transparency", "Art. 50", _("Do people meet it, or what it makes?"),
    (
        NOTHING,
        Option("50-1", "Art. 50(1)", _("People interact with it directly: the provider tells them"), "transparency"),
        Option(
            "50-2", "Art. 50(2)", _("It makes sound, pictures, video or text: the provider marks it"), "marking",
        ),
        Option(
            "50-3", "Art. 50(3)",
            _("It recognises emotions or sorts people by biometric data: the deployer tells them"), "transparency",
        ),
        Option(
            "50-4", "Art. 50(4)",
            _("It makes deep fakes, or text on matters of public interest: the deployer discloses it"), "transparency",
        ),
    ),
    help=_("These duties come on top of all others (Art. 50(6))."),
)  # fmt: skip

GPAI = Question(
    "gpai", "Art. 51", _("Do we provide a general-purpose AI model?"),
    (
        NOTHING,
        Option("51-gpai", "Art. 53", _("Yes, without systemic risk"), "gpai"),
        Option(
            "51-systemic", "Art. 51, 55", _("Yes, with systemic risk (presumed above 10^25 operations of training)"),
            "gpai",
        ),
    ),
    help=_("A system that is built on somebody else's model is not meant here."), several=False,
)  # fmt: skip
