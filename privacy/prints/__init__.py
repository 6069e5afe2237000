"""What privacy records look like on paper and in tables."""
