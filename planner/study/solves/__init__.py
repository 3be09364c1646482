"""Many solves: the jobs, what remains of each, the store of finished ones, and who runs them."""
