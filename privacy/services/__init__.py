"""What people do that is more than one move."""
