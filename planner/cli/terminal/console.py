"""The two streams: data goes to stdout, progress and messages to stderr. JSON is one object without infinities."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from planner.report.contract.plain_json import finite


def out() -> Console:
    """Return the console for data."""
    return Console(highlight=False, markup=False, emoji=False)


def err(force_terminal: bool | None = None) -> Console:
    """Return the console for progress and messages."""
    return Console(stderr=True, force_terminal=force_terminal, highlight=False, markup=False, emoji=False)


def print_json(record: Mapping[str, Any]) -> None:
    """Print one object to stdout."""
    sys.stdout.write(json.dumps(finite(record), indent=2, allow_nan=False) + "\n")
