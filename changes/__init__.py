"""Changes that are planned before they are made (ISO 9001:2015 6.3 and 8.5.6)."""
