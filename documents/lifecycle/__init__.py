"""What can happen, one module per register."""
