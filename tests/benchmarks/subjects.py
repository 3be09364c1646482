"""What is measured: workbooks and generated cases, identified by a hash of the case, not of the file."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.case.records import Case
from planner.workbook.reader import read_workbook
from planner.workbook.template.books import write_book
from tests.benchmarks import decisions, world_first
from tests.benchmarks.frozen import FROZEN
from tests.benchmarks.generate import Size, generate
from tests.benchmarks.unseen import NAMES, unseen_case
from tests.benchmarks.world_first.horizon import CALENDAR

INPUTS = Path(__file__).parents[2] / "inputs"


def case_named(name: str) -> Case:
    """Read a workbook of `inputs` by its stem, or draw a case.

    `world` and `world_tight` are the first edition of the world case, on which all runs were done. `size 20 7 40 11 7`
    has so many sites, nodes, periods, products and markets; `unseen 3` is the third of that family. `decisions` is the
    first edition with shells, tiers, deployment and owners.
    """
    if name.startswith("size "):
        return generate(Size(*(int(word) for word in name.split()[1:])))
    if name in NAMES:
        return unseen_case(name)
    books = {**world_first.EDITION, "decisions": (decisions.book(), CALENDAR)}
    if name in books:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.xlsx"
            write_book(path, *books[name])
            return _read(path)
    return _read(INPUTS / f"{name}.xlsx")


def _read(path: Path) -> Case:
    case = read_workbook(path).case
    if case is None:
        raise SystemExit(f"{path.name} has faults")
    return case


def require_frozen(names: Iterable[str]) -> None:
    """End the program if a case is another one than that which was frozen."""
    for name in names:
        if name in FROZEN and (now := case_hash(case_named(name))) != FROZEN[name]:
            raise SystemExit(f"{name} is another case than the one frozen: write {now} in frozen.py and run all of it")


def case_hash(case: Case) -> str:
    """Return the SHA-256 of everything that a case holds, in an order of its own."""
    return hashlib.sha256(json.dumps(_plain(case)).encode()).hexdigest()


def _plain(value: object) -> object:
    """Return a value as lists, in which names that have no order are sorted; rows of a sheet stay in theirs.

    Fields at their default are left out, so that a new one makes no other case of those that do not use it.
    """
    if is_dataclass(value) and not isinstance(value, type):
        parts = [(part.name, getattr(value, part.name)) for part in fields(value) if not _is_default(part, value)]
        return [type(value).__name__, *([name, _plain(of)] for name, of in parts)]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(of)] for key, of in value.items()]
    if isinstance(value, frozenset | set):
        return sorted(str(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | str) or value is None else repr(value)


def _is_default(part: Field[object], record: object) -> bool:
    value = getattr(record, part.name)
    if part.default_factory is not MISSING:
        return bool(value == part.default_factory())
    return part.default is not MISSING and bool(value == part.default)
