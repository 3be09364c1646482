"""Names short enough for tables and charts; the data sheets hold them in full."""

LONGEST = 44


def short(name: str, max_length: int = LONGEST) -> str:
    """Return a name, cut where it is too long for a table."""
    return name if len(name) <= max_length else f"{name[: max_length - 1]}…"
