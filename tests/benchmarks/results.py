"""The results file and what is drawn from several runs."""

import json
import statistics
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")


def load_results() -> dict[str, Any]:
    """Return the results of all kinds of run so far."""
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    return found


def median(figures: list[float | None]) -> float | None:
    """Return the median, where what never came counts as later than everything."""
    middle = statistics.median(float("inf") if figure is None else figure for figure in figures)
    return None if middle == float("inf") else middle
