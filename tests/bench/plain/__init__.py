"""A table like the trial register's, written the plain Django way: what the door is compared with."""
