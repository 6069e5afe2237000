"""What tests make: people, units, and one recipe per register for a valid record and its life from end to end."""
