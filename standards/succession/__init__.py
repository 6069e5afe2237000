"""From one edition to its successor (Q9-01): what would follow, carrying keys forward, and the tasks to look at it."""
