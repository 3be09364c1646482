"""Solvers to compare: each takes a model that is built and returns what it reported and when."""
