"""What record pages and prints add to the declared sections."""
