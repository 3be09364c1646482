"""Model to sparse matrices to HiGHS, with events, cancel and one status vocabulary."""
