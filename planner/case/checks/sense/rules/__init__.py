"""Sense of single rules: power, owners, events."""
