"""Files of other tools, read and written: fideslang YAML, PIA JSON of the CNIL. No database."""
