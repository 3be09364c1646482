"""Many futures: drawn around the scenarios of a case, reduced to a few, and what a plan is worth in each."""
