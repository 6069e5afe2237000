"""What can happen: one table of states and moves per register."""
