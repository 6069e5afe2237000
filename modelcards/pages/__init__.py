"""Pages where a generic one would serve people badly."""
