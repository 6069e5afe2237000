"""The life of a deployment."""

from django.utils.translation import gettext_lazy as _

from qms.lifecycle import Lifecycle, State, Transition
from qms.registers.predicates import has_role, is_owner

decides = has_role("quality_manager", "compliance_officer")

lifecycle = Lifecycle(
    states=[State("draft", _("Draft"), "draft", waits="owner"), State("void", _("Void"), "void")],
    transitions=[Transition("void", _("Void"), ("draft",), "void", decides | is_owner, reason=True, primary=False)],
)
