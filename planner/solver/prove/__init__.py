"""Branch and bound: LP relaxation, cuts, tree, and bounds that survive rounding."""
