"""How far a standard is covered: requirement by requirement, unit by unit, from what the records say today."""
