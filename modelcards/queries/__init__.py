"""What is read over several tables."""
