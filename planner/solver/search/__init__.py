"""Primal heuristics: coarse-to-fine plans and large-neighbourhood search."""
