"""Where something happened or is offered: the member states of the Union, and the other states of the EEA."""

from django.utils.translation import gettext_lazy as _

MEMBER_STATES = (
    ("AT", _("Austria")), ("BE", _("Belgium")), ("BG", _("Bulgaria")), ("HR", _("Croatia")), ("CY", _("Cyprus")),
    ("CZ", _("Czechia")), ("DK", _("Denmark")), ("EE", _("Estonia")), ("FI", _("Finland")), ("FR", _("France")),
    ("DE", _("Germany")), ("GR", _("Greece")), ("HU", _("Hungary")), ("IE", _("Ireland")), ("IT", _("Italy")),
    ("LV", _("Latvia")), ("LT", _("Lithuania")), ("LU", _("Luxembourg")), ("MT", _("Malta")),
    ("NL", _("Netherlands")), ("PL", _("Poland")), ("PT", _("Portugal")), ("RO", _("Romania")), ("SK", _("Slovakia")),
    ("SI", _("Slovenia")), ("ES", _("Spain")), ("SE", _("Sweden")), ("IS", _("Iceland")), ("LI", _("Liechtenstein")),
    ("NO", _("Norway")),
)  # fmt: skip
