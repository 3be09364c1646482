"""The mixed-integer model: one constraint family per file."""
