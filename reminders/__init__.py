"""Whom a date tells, when and how: rules that a quality manager edits, kept like data (EU GMP Annex 11, clause 10)."""
