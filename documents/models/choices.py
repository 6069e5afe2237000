"""Words that documents and revisions choose from."""

from django.utils.translation import gettext_lazy as _

from qms.accounts.roles import CLOSED_ROLES, ROLE_CHOICES
from qms.records.fields import Column

TYPES = (
    ("policy", _("Policy")),
    ("manual", _("Manual")),
    ("procedure", _("Procedure")),
    ("instruction", _("Work instruction")),
    ("plan", _("Plan")),
    ("form", _("Form")),
    ("template", _("Record template")),
    ("external", _("External document")),
)
COUNTED_FROM = (("last", _("the last review")), ("planned", _("the planned date")))
MEANINGS = (("review", _("Review")), ("approval", _("Approval")))
OPEN_ROLES = [(role, label) for role, label in ROLE_CHOICES if role not in CLOSED_ROLES]

#: A quorum: so many people with this role sign in this meaning. One person fills one seat.
QUORUM = (
    Column("role", _("Role"), kind="choice", choices=OPEN_ROLES, required=True),
    Column("meaning", _("Signs as"), kind="choice", choices=MEANINGS, required=True),
    Column("count", _("How many"), kind="number", required=True),
)
