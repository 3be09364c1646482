"""Two tables side by side on one sheet: where the second one begins, so that it is one finding and not one a column."""

from collections.abc import Sequence

_ENOUGH = 2


def second_table(keys: Sequence[str | None], required: frozenset[str]) -> int | None:
    """Return the index at which a second table begins in a header; nothing where there is one table.

    `keys` has what each title of the header stands for: empty for a blank cell, None for a title that is not known.
    A second table repeats titles of the first, or follows a gap and has no title of this sheet.
    """
    gaps = [
        index for index, key in enumerate(keys) if key == "" and required <= set(keys[:index]) and any(keys[:index])
    ]
    for gap in gaps:
        start = _next(keys, gap)
        rest = [key for key in keys[start:] if key != ""]
        is_new = any(key is not None and key not in keys[:start] for key in rest)
        repeats = sum(key is not None and key in keys[:start] for key in rest)
        if len(rest) >= _ENOUGH and (repeats >= _ENOUGH or not is_new):
            return start
    repeated = [index for index, key in enumerate(keys) if key and key in keys[:index]]
    return repeated[0] if len(repeated) >= _ENOUGH else None


def is_repeated(keys: Sequence[str | None], start: int) -> bool:
    """True where the table that begins there has titles of the first."""
    return any(key and key in keys[:start] for key in keys[start:])


def _next(keys: Sequence[str | None], gap: int) -> int:
    """Return the index of the next title after a gap."""
    return next((index for index in range(gap, len(keys)) if keys[index] != ""), len(keys))
