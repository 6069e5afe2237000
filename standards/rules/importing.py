"""Who may bring standards in, and who may lead an edition change. Reading is for everybody who is signed in."""

from qms.registers.predicates import has_role, is_system

#: Those who answer for what the organisation is measured against, and whoever sets the program up.
IMPORTERS = ("quality_manager", "compliance_officer", "administrator")
importer = has_role(*IMPORTERS) | is_system
#: An edition change edits records of every register; the registers' own rules are asked besides.
decider = has_role("quality_manager", "compliance_officer") | is_system
