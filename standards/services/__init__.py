"""What people do with statements of applicability in one step that is several changes of records."""
