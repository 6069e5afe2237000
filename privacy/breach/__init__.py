"""Breaches: the clock, what files call their columns, what stands beside the fields."""
