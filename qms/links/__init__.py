"""Floor 4: typed links between any two records."""
