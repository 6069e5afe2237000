"""Floor 1: people, units, roles, contacts, API tokens, sign-in."""
