"""What was solved: variants by name, their solves, and what plans and bounds prove of each other."""
