"""What takes minutes: many processes at once, and processes that die at the worst moment. `make soak` runs these."""
