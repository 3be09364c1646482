"""Numbers in the fields of a form."""

import math

from fastapi import HTTPException

MAX_AMOUNT = 1e9


def amount(text: str, minimum: float = -MAX_AMOUNT, what: str = "a number") -> float | None:
    """Return the number in a field; nothing where it is left blank. Raises 422 for anything else."""
    if not text.strip():
        return None
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        number = math.nan
    if not minimum <= number <= MAX_AMOUNT:
        raise HTTPException(422, f"{text[:40]} is not {what}.")
    return number
