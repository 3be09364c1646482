"""Names as tables and charts can hold them; the sheets of data hold them in full."""

LONGEST = 44


def short(name: str, most: int = LONGEST) -> str:
    """Return a name, or the beginning of one that is too long to be read in a table."""
    return name if len(name) <= most else f"{name[: most - 1]}…"
