"""What the record pages show besides the declared sections."""
