"""Risks and opportunities: rated, treated, accepted, reviewed (ISO 31000, ISO 14971, ISO 9001:2015 6.1, FMEA)."""
