"""Floor 6: the API from the declarations. Decides nothing."""
