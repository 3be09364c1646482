"""How names and shares are written: short enough for tables, and never rounded up to 100 %."""

LONGEST = 44
_DUST_PCT = 1e-4  # the tolerance of the solver
_MAX_DECIMALS = 4


def short(name: str, max_length: int = LONGEST) -> str:
    """Return a name, cut where it is too long for a table."""
    return name if len(name) <= max_length else f"{name[: max_length - 1]}…"


def percent(value_pct: float) -> str:
    """Return a share as text: one decimal, more where 100 % is near, none where it is reached."""
    return f"{value_pct:.{percent_decimals(value_pct)}f} %"


def percent_format(value_pct: float, unit: str = "") -> str:
    """Return the number format that shows a share as `percent` writes it."""
    decimals = percent_decimals(value_pct)
    return "0" + (f".{'0' * decimals}" if decimals else "") + (f'" {unit}"' if unit else "")


def percent_decimals(value_pct: float) -> int:
    """Return the decimals with which a share below 100 % does not show as 100 %."""
    if value_pct >= 100 - _DUST_PCT:
        return 0
    return next((decimals for decimals in range(1, _MAX_DECIMALS) if round(value_pct, decimals) < 100), _MAX_DECIMALS)
