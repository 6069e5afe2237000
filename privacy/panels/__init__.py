"""What the pages of privacy records add."""
