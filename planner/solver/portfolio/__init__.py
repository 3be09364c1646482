"""Processes that search and prove side by side, and what each of them does."""
