"""Floor 2: functions over ledger bytes. The ledger's tables live with the records."""
