"""AI systems, datasets, model cards and monitors: what the organisation ships, described, signed and watched."""
