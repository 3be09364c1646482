"""Benders decomposition: one plan for many futures that differ in demand alone."""
