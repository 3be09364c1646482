"""The plans that cost about as much as the best: how they differ, and what they all build."""
