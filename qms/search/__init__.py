"""Floor 4: one search over the table of contents."""
