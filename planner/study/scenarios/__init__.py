"""A plan for several futures: what planning for all of them is worth, what to decide now, and what can wait."""
