"""Structure: what every field may hold, whoever built the case. Nothing here looks at two records together."""
