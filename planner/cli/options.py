"""Checks of option values beyond their type."""

import math

import typer

LARGEST_SEED = 1_000_000_000


def positive(seconds: float | None) -> float | None:
    """Return a number of seconds above 0."""
    if seconds is not None and not seconds > 0:
        raise typer.BadParameter(f"{seconds:g} is not above 0")
    return seconds


def fraction(share: float) -> float:
    """Return a relative gap from 0 to below 1; 0 asks for proven optimality."""
    if not (math.isfinite(share) and 0 <= share < 1):
        raise typer.BadParameter(f"{share:g} is not a share from 0 to below 1 (0.01 is one per cent)")
    return share
