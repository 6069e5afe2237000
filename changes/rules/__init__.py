"""Who may: predicates of this folder."""
