"""Versions of a solver that are known to prove wrong values."""

import re

FIRST_RIGHT_HIGHS = (1, 16)
"""HiGHS before it calls a plan optimal that is 0.9 % off on its own regression model issue-3170-1, without presolve."""


def wrong_version(version: str) -> str:
    """Say why a version of HiGHS is refused, or nothing."""
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers >= FIRST_RIGHT_HIGHS:
        return ""
    needed = ".".join(map(str, FIRST_RIGHT_HIGHS))
    return (
        f"HiGHS {version} is refused: versions before {needed} can prove a wrong optimum (ERGO-Code/HiGHS #3170). "
        f"Install a newer one: pip install 'highspy>={needed}'."
    )
