"""Times and gaps as people write them: 90, 90s, 10m or 1h30m; 0.01 or 1%."""

import math
import re

_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0}
_TIME = re.compile(
    r"(?:(?P<h>[\d.]+) ?h(?:ours?)?)? ?(?:(?P<m>[\d.]+) ?m(?:in(?:utes?)?)?)? ?(?:(?P<s>[\d.]+) ?s(?:ec(?:onds?)?)?)?"
)
_SECONDS_FORMS = "write seconds, or units as in 90s, 10m or 1h30m"
_MINUTES_FORMS = "write minutes, or units as in 90s, 10m or 1h30m"
_GAP_FORMS = "write a share from 0 to below 1, such as 0.01, or per cent, such as 1%"


def seconds_of(written: str | float) -> float:
    """Return the seconds of a time; a plain number is seconds. Raises ValueError, with the forms that are accepted."""
    return _time(written, 1.0, _SECONDS_FORMS)


def minutes_of(written: str | float) -> float:
    """Return the minutes of a time; a plain number is minutes. Raises ValueError, with the forms that are accepted."""
    return _time(written, 60.0, _MINUTES_FORMS) / 60.0


def gap_of(written: str | float) -> float:
    """Return a relative gap as a share; 0 asks for proven optimality. Raises ValueError, as above."""
    text = str(written).strip()
    number = _number(text.removesuffix("%"))
    share = number / 100.0 if text.endswith("%") else number
    if not (math.isfinite(share) and 0 <= share < 1):
        raise ValueError(f"{text} is not a gap: {_GAP_FORMS}")
    return share


def _time(written: str | float, plain_seconds: float, forms: str) -> float:
    text = str(written).strip()
    number = _number(text)
    seconds = number * plain_seconds
    if math.isnan(number) and (match := _TIME.fullmatch(text.lower())):
        seconds = sum(_number(match[unit]) * factor for unit, factor in _SECONDS.items() if match[unit])
    if not seconds > 0:
        raise ValueError(f"{text} is not a time above 0: {forms}")
    return seconds


def _number(text: str) -> float:
    """Return a number, or NaN for anything else."""
    try:
        return float(text)
    except ValueError:
        return math.nan
