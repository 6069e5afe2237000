"""Work that happens later: rows in the database, claimed with a lease and a fence. Celery only wakes workers."""
