"""Who may do what with an evidence item."""

from qms.registers.predicates import has_role, is_in, is_owner, is_system

is_deliverer = is_in("deliverers", "who delivered it")
is_collector = is_in("collector", "the collector")
is_officer = has_role("compliance_officer", "quality_manager")

may_add = has_role("contributor", "auditor", "quality_manager", "compliance_officer")
may_edit = is_officer | is_owner
may_attach = may_edit | is_collector
delivers = may_attach
#: Whoever delivered it, or was asked for it, does not accept it (P11-10g-2).
accepts = has_role("compliance_officer", "quality_manager", "auditor") & ~is_owner & ~is_deliverer
renews = is_officer | is_owner
voids = is_officer
expires = is_system
