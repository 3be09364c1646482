"""Certificates: a plan and its bound in a file that a short program checks without a solver and without the planner."""
