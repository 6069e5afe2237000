"""What is registered in the database of the Union (Reg. (EU) 2024/1689 Art. 49, Annex VIII), by section."""

from django.utils.translation import gettext_lazy as _

from .law_item import LawItem

A, B, C = "a", "b", "c"
SECTIONS = (
    (A, _("A: high-risk system, by its provider")),
    (B, _("B: not high-risk by Art. 6(3), by its provider")),
    (C, _("C: use by a public authority, by the deployer")),
)
_WHO = (
    LawItem("1", "organisation", _("Name, address and contact of the provider")),
    LawItem("2", "submitter", _("Name, address and contact of who submits for the provider"), optional=True),
    LawItem("3", "representative", _("Name, address and contact of the authorised representative"), optional=True),
    LawItem("4", "identification", _("Trade name and further reference of the system")),
    LawItem("5", "purpose", _("Intended purpose, and what it supports")),
)
ITEMS = {
    A: (
        *_WHO,
        LawItem("6", "operation", _("Data and inputs it uses, and how it works, in short")),
        LawItem("7", "status", _("Status: on the market, in service, ended, recalled")),
        LawItem("8", "certificate", _("Type, number, expiry of the certificate; notified body"), optional=True),
        LawItem("9", "certificate_copy", _("Copy of that certificate"), optional=True),
        LawItem("10", "countries", _("Member states where it is offered or used")),
        LawItem("11", "declaration", _("Copy of the EU declaration of conformity")),
        LawItem("12", "instructions", _("Instructions for use, electronically")),
        LawItem("13", "url", _("Address for further information"), optional=True),
    ),
    B: (
        *_WHO,
        LawItem("6", "conditions", _("Which condition of Art. 6(3) holds")),
        LawItem("7", "grounds", _("Why it is not high-risk, in short")),
        LawItem("8", "status", _("Status: on the market, in service, ended, recalled")),
        LawItem("9", "countries", _("Member states where it is offered or used")),
    ),
    C: (
        LawItem("1", "organisation", _("Name, address and contact of the deployer")),
        LawItem("2", "submitter", _("Name, address and contact of who submits for the deployer")),
        LawItem("3", "provider_entry", _("Address of the provider's entry in the database")),
        LawItem("4", "rights_summary", _("Findings of the fundamental-rights impact assessment, in short")),
        LawItem("5", "privacy_summary", _("Data-protection impact assessment, in short"), optional=True),
    ),
}
