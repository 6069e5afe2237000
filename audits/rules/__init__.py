"""Who may do what, one module per register; the two sides of an audit stand in `sides`."""
