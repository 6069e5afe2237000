"""What takes more than one verb."""
