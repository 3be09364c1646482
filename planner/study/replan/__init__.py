"""Replan: the next case from a plan and from what has happened since, and what moves in it."""
