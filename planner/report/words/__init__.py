"""Sentences about a plan."""
