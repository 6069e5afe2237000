"""Figures: what the write door, lists and imports cost."""
