"""Questions about a case that take many solves: what one more of anything is worth, what would change the plan."""
