"""Cases that no setting of the planner was ever tuned on, by number: drawn ones, variants of workbooks, warehouses.

Nobody may look at one of these to choose a setting: then it is no longer unseen, and must be replaced.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from planner.case.records import Case
from planner.workbook.reader import read_case
from tests.benchmarks import variants
from tests.benchmarks.generate import Size, generate
from tests.benchmarks.warehouses import Draw, warehouse_case

INPUTS = Path(__file__).parents[2] / "inputs"
FIRST_SEED = 100
SIZES = (
    Size(15, 4, 24, 6, 4),
    Size(15, 6, 32, 9, 5, money=0.5),
    Size(18, 5, 48, 8, 6),
    Size(22, 8, 28, 12, 8, money=0.6),
    Size(25, 9, 36, 14, 6),
    Size(28, 5, 44, 7, 9, money=0.4),
    Size(30, 6, 30, 16, 5),
    Size(34, 4, 48, 10, 7, money=0.5),
    Size(37, 8, 26, 9, 10),
    Size(40, 6, 38, 13, 6, money=0.6),
)
CHANGES = {
    "budget × 0.6": variants.budget(0.6),
    "budget × 1.5": variants.budget(1.5),
    "demand × 1.3": variants.demand(1.3),
    "lead + 1": variants.later(1),
}
WAREHOUSES = (
    Draw(16, 30, 5000.0, money=1.2),
    Draw(25, 30, 4000.0, money=0.5),
    Draw(25, 50, 8000.0, money=0.7),
)


def _workbook(name: str, change: variants.Change) -> Case:
    return change(read_case(INPUTS / f"{name}.xlsx"))


def _words(size: Size) -> str:
    counts = " × ".join(map(str, (size.sites, size.nodes, size.periods, size.products, size.markets)))
    return f"drawn {counts}" + ("" if size.money == 1 else f", money × {size.money:g}")


_CASES: tuple[tuple[str, Callable[[], Case]], ...] = (
    *((_words(size), partial(generate, size, FIRST_SEED + number)) for number, size in enumerate(SIZES)),
    *(
        (f"{name}, {words}", partial(_workbook, name, change))
        for name in ("foundry", "national_programme")
        for words, change in CHANGES.items()
    ),
    *(
        (f"warehouses {draw.warehouses} × {draw.customers}", partial(warehouse_case, draw, FIRST_SEED + number))
        for number, draw in enumerate(WAREHOUSES)
    ),
)
NAMES = {f"unseen {number}": words for number, (words, _) in enumerate(_CASES, start=1)}
"""What each case is, by its name."""


def unseen_case(name: str) -> Case:
    """Make a case of this family. Raises KeyError for another name."""
    return dict(zip(NAMES, (make for _, make in _CASES), strict=True))[name]()
