"""Who may do what with each privacy register."""
