"""HTML and htmx for every register: each page walks the registry and knows no register by name (floor 6)."""
