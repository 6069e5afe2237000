"""Products with a safety law of their own (Art. 6(1), Annex I). Section B is left to that law (Art. 2(2))."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..option import NO, NOTHING, YES, Option, Question

SECTION_A, SECTION_B = "A-", "B-"
SECTIONS = {
    SECTION_A: _("Annex I A, assessed with the product"), SECTION_B: _("Annex I B, left to the law of the product"),
}  # fmt: skip


def _act(key: str, label: Any, act: str) -> Option:
    return Option(key, act, label, "annex_i", SECTIONS[key[:2]])


ANNEX_I = Question(
    "annex_i", "Art. 6(1)", _("Is it such a product, or a component on which its safety depends?"),
    (
        NOTHING,
        _act("A-toys", _("Toys"), "Dir. 2009/48/EC"),
        _act("A-craft", _("Recreational craft and personal watercraft"), "Dir. 2013/53/EU"),
        _act("A-lifts", _("Lifts"), "Dir. 2014/33/EU"),
        _act("A-atex", _("Equipment for explosive atmospheres"), "Dir. 2014/34/EU"),
        _act("A-radio", _("Radio equipment"), "Dir. 2014/53/EU"),
        _act("A-pressure", _("Pressure equipment"), "Dir. 2014/68/EU"),
        _act("A-cableways", _("Cableways"), "Reg. 2016/424"),
        _act("A-ppe", _("Personal protective equipment"), "Reg. 2016/425"),
        _act("A-gas", _("Appliances burning gaseous fuels"), "Reg. 2016/426"),
        _act("A-medical", _("Medical devices"), "Reg. 2017/745"),
        _act("A-ivd", _("In vitro diagnostic medical devices"), "Reg. 2017/746"),
        _act("B-security", _("Security of civil aviation"), "Reg. 300/2008"),
        _act("B-two_wheel", _("Two- or three-wheel vehicles"), "Reg. 168/2013"),
        _act("B-tractors", _("Agricultural and forestry vehicles"), "Reg. 167/2013"),
        _act("B-marine", _("Marine equipment"), "Dir. 2014/90/EU"),
        _act("B-rail", _("Rail systems"), "Dir. 2016/797"),
        _act("B-motor", _("Motor vehicles and trailers"), "Reg. 2018/858, 2019/2144"),
        _act("B-aviation", _("Civil aviation, drones included"), "Reg. 2018/1139"),
        _act("B-machinery", _("Machinery"), "Reg. 2023/1230"),
    ),
    help=_("What only assists, speeds up or automates is no safety component, unless its failure endangers people."),
)  # fmt: skip

ASSESSED = Question(
    "assessed", "Art. 6(1)(b)", _("Does that law ask for an assessment of the product by a third party?"),
    (YES, NO), help=_("For reasons of health or safety; an assessment of radio interference alone does not count."),
    several=False,
)  # fmt: skip
