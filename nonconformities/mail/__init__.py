"""Mails become complaints: read without trusting anything in them, kept once, answered by nobody but people."""
