"""What can happen: states, moves, guards and effects, one module per register."""
