"""Floor 4: files of any record, kept by the hash of their content."""
