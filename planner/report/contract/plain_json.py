"""Plain data for JSON: infinities and NaN become null."""

import math
from collections.abc import Mapping
from typing import Any


def finite(value: Any) -> Any:
    """Return data in which every number is finite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    return [finite(item) for item in value] if isinstance(value, list | tuple) else value
