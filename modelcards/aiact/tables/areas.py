"""Uses that are high-risk (Art. 6(2), Annex III), and when one of them is not (Art. 6(3))."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..option import NO, NOTHING, YES, Option, Question

POINTS = {
    "1": _("Biometrics"), "2": _("Critical infrastructure"), "3": _("Education"), "4": _("Employment"),
    "5": _("Essential services"), "6": _("Law enforcement"), "7": _("Migration and borders"),
    "8": _("Justice and democracy"),
}  # fmt: skip


def _use(point: str, label: Any) -> Option:
    letter = f"({point[1:]})" if point[1:] else ""
    return Option(f"iii-{point}", f"Annex III {point[0]}{letter}", label, "annex_iii", POINTS[point[0]])


def _exempt(letter: str, label: Any) -> Option:
    return Option(f"6-{letter}", f"Art. 6(3)({letter})", label)


ANNEX_III = Question(
    "annex_iii", "Art. 6(2)", _("Is it meant for one of these uses?"),
    (
        NOTHING,
        _use("1a", _("Identifies people at a distance (not: confirms who somebody says he is)")),
        _use("1b", _("Sorts people by sensitive traits that it infers from biometric data")),
        _use("1c", _("Recognises emotions")),
        _use("2", _("Keeps digital infrastructure, road traffic, water, gas, heating or electricity safe")),
        _use("3a", _("Decides on access or admission to education")),
        _use("3b", _("Assesses what people have learned, or steers their learning by it")),
        _use("3c", _("Judges which level of education somebody gets")),
        _use("3d", _("Watches for forbidden behaviour in tests")),
        _use("4a", _("Recruits or selects people: job advertisements, filtering, assessing candidates")),
        _use("4b", _("Decides on terms, promotion or dismissal, assigns tasks by behaviour, monitors performance")),
        _use("5a", _("Decides on public benefits and services, health care among them")),
        _use("5b", _("Judges creditworthiness (not: finds financial fraud)")),
        _use("5c", _("Assesses risk or sets prices in life and health insurance")),
        _use("5d", _("Sorts emergency calls, sends help, triages patients")),
        _use("6a", _("Judges who may become a victim of crime")),
        _use("6b", _("Works as a lie detector or the like")),
        _use("6c", _("Judges how reliable evidence is")),
        _use("6d", _("Judges who may offend, not from a profile alone, or past behaviour and traits")),
        _use("6e", _("Profiles people to find, investigate or prosecute crime")),
        _use("7a", _("Works as a lie detector or the like")),
        _use("7b", _("Judges the risk of persons who enter")),
        _use("7c", _("Helps to examine asylum, visa or residence applications")),
        _use("7d", _("Detects or identifies persons (not: checks travel documents)")),
        _use("8a", _("Helps courts to find or interpret facts and law, or to apply it")),
        _use("8b", _("Is meant to influence votes or how people vote")),
    ),
    help=_("What it is meant for counts, as instructions, advertising and the technical file say it."),
)  # fmt: skip

PROFILING = Question(
    "profiling", "Art. 6(3)", _("Does it profile natural persons?"), (YES, NO), several=False,
    help=_("Automated evaluation of personal aspects: work, money, health, interests, behaviour, whereabouts."),
)  # fmt: skip

EXEMPT = Question(
    "exempt", "Art. 6(3)", _("Does it do no more than one of these?"),
    (
        NOTHING,
        _exempt("a", _("A narrow procedural task")),
        _exempt("b", _("Improves the result of something that people have completed")),
        _exempt("c", _("Finds patterns in decisions or departures from them, and people review what it finds")),
        _exempt("d", _("Prepares an assessment that others make")),
    ),
    help=_("It is documented before the system is offered, and registered (Art. 6(4), 49(2)). Say why it holds."),
    explain=True,
)  # fmt: skip

HARM = Question(
    "harm", "Art. 6(3)", _("Could it do significant harm, or does it materially influence decisions?"), (YES, NO),
    several=False, help=_("To health, safety or fundamental rights. A yes leaves no exemption."),
)  # fmt: skip
