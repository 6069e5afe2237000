"""Floor 4: what people say about a record. Comments are no content: they never raise its revision."""
