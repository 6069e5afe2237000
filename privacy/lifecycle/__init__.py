"""The lives of privacy records."""
