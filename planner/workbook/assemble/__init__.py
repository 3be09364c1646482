"""Typed rows to a case."""
