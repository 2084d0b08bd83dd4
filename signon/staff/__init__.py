"""Staff: people who sign in, what they may do, what they did."""
