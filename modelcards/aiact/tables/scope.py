"""What the regulation leaves out (Art. 2, Art. 3(1))."""

from django.utils.translation import gettext_lazy as _

from ..option import NOTHING, Option, Question

SCOPE = Question(
    "scope", "Art. 2", _("Is it outside the scope of the regulation?"),
    (
        NOTHING,
        Option("no_ai_system", "Art. 3(1)", _("It infers nothing: it follows only rules that people wrote")),
        Option("no_union", "Art. 2(1)", _("Neither the system nor its output is offered or used in the Union")),
        Option("military", "Art. 2(3)", _("Only for military, defence or national security purposes")),
        Option(
            "authority", "Art. 2(4)",
            _("Used by an authority of a third country under an agreement on police or judicial cooperation"),
        ),
        Option("research", "Art. 2(6)", _("Made and used for scientific research and development alone")),
        Option("testing", "Art. 2(8)", _("Still being researched or tested, and not in real-world conditions")),
        Option("personal", "Art. 2(10)", _("Used by a private person for purposes that are not professional")),
        Option(
            "open_source", "Art. 2(12)",
            _("Released under a free and open-source licence (counts only where nothing below applies)"), partial=True,
        ),
    ),
    help=_("An exclusion is a legal position: say why it holds. What is also used otherwise is not excluded."),
    explain=True,
)  # fmt: skip
