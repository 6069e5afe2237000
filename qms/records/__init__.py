"""Floor 3: records, their table of contents, history and ledger, and the one door through which they are written."""
