"""Floor 0: tiny pure functions. Nothing here knows Django models."""
