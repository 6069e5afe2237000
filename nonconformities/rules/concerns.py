"""Who may do what with a concern: its handlers, and the system that brings what reporters say."""

from qms.registers.predicates import has_role, is_in, is_system

handles = is_in("handlers", "a handler")
may_add = has_role("compliance_officer") | is_system
may_edit = handles
brings = is_system
