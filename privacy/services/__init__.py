"""What is done with privacy records besides their moves."""
