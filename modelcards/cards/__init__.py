"""Model cards as data: their fields, how they come in, go out and are compared. Pure functions, no tables, no HTTP."""
