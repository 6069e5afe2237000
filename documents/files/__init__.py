"""Reading uploaded files as plain text, and refusing what a controlled file may not carry."""
