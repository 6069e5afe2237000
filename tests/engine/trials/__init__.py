"""A register for the engine's own tests: every kind of field, every kind of move."""
