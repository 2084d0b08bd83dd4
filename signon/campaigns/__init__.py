"""A coalition's effort: its letters, its staff."""
