"""Example workbooks: those that come with the package, or in a clone those of the folder `inputs`."""

from dataclasses import dataclass
from pathlib import Path

import planner

_PLACES = (Path(planner.__file__).with_name("examples"), Path(planner.__file__).parent.parent / "inputs")


@dataclass(frozen=True, slots=True)
class Example:
    """A workbook to try, and what it holds."""

    name: str
    words: str


EXAMPLES = (
    Example("starter", "3 sites, 2 nodes, 12 quarters; solves in seconds"),
    Example("national_programme", "a national programme, paid from its own purse"),
    Example("foundry", "a foundry with fabs of its own and orders to keep"),
    Example("world", "19 sites, 7 nodes, 40 quarters, 1,000 bn USD; give it two minutes"),
)


def example(name: str) -> Path | None:
    """Return the workbook of an example."""
    if name not in {one.name for one in EXAMPLES}:
        return None
    return next((path for place in _PLACES if (path := place / f"{name}.xlsx").exists()), None)
