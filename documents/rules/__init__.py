"""Who may, one module per register."""
