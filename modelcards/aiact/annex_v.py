"""The eight items of a declaration of conformity (Reg. (EU) 2024/1689 Annex V), each with the field that answers it."""

from django.utils.translation import gettext_lazy as _

from .law_item import LawItem

ITEMS = (
    LawItem("1", "identification", _("Name, type and reference of the system")),
    LawItem("2", "provider", _("Name and address of the provider, or of the authorised representative")),
    LawItem("3", "responsibility", _("Sole responsibility of the provider")),
    LawItem("4", "conforms", _("Conformity with the regulation, and with other law of the Union")),
    LawItem("5", "personal_data", _("Personal data: conformity with the law on data protection")),
    LawItem("6", "standards", _("Harmonised standards and common specifications")),
    LawItem("7", "notified_body", _("Notified body, procedure and certificate")),
    LawItem("8", "issue", _("Place and date of issue, name and function of who signs, and for whom")),
)
