"""Questions over several records."""
