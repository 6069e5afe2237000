"""Prohibited practices (Art. 5(1)); points ba and bb came with the amendment of 2026."""

from django.utils.translation import gettext_lazy as _

from ..option import NOTHING, Option, Question

OLD, NEW = "prohibited", "prohibited_2026"

PROHIBITED = Question(
    "prohibited", "Art. 5", _("Does it do what nobody may do?"),
    (
        NOTHING,
        Option("5-a", "Art. 5(1)(a)", _("Manipulates or deceives people so that they harm themselves or others"), OLD),
        Option("5-b", "Art. 5(1)(b)", _("Exploits age, disability or hardship of people to their harm"), OLD),
        Option(
            "5-ba", "Art. 5(1)(ba)",
            _("Makes intimate pictures or sound of a real person without consent, or fails to prevent that"), NEW,
        ),
        Option("5-bb", "Art. 5(1)(bb)", _("Makes depictions of child sexual abuse, or fails to prevent that"), NEW),
        Option("5-c", "Art. 5(1)(c)", _("Scores people socially, to their unjustified disadvantage"), OLD),
        Option("5-d", "Art. 5(1)(d)", _("Predicts crime from a person's profile or character alone"), OLD),
        Option("5-e", "Art. 5(1)(e)", _("Collects faces from the internet or cameras without a target"), OLD),
        Option("5-f", "Art. 5(1)(f)", _("Infers emotions at work or in education, save for health or safety"), OLD),
        Option(
            "5-g", "Art. 5(1)(g)",
            _("Infers origin, opinion, faith, union membership, sex life or orientation from biometric data"), OLD,
        ),
        Option(
            "5-h", "Art. 5(1)(h)",
            _("Identifies people at a distance in real time in public places for law enforcement"), OLD,
        ),
    ),
    help=_("The narrow exceptions of the article are for lawyers: where one may hold, ask before you answer no."),
)  # fmt: skip
