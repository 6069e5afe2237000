"""What can happen: one table per register."""
