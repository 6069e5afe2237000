"""What happens over several records at once, each by its register's verbs."""
