"""Recourse: starts until a period are decided for all futures, later ones once the future is known."""
