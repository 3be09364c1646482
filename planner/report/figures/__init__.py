"""Numbers that reports quote, each computed once from case and plan."""
