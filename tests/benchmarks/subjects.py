"""What is measured: workbooks and generated cases, told apart by a hash of the case and not of the file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from planner.case.records import Case
from planner.workbook.reader import read_workbook
from tests.benchmarks.generate import Size, generate

INPUTS = Path(__file__).parents[2] / "inputs"
FROZEN: dict[str, str] = {
    "world": "371763594a8d5a55a7c649151b80c82ac5c91dd734881db385c05ef9b002f9c2",
    "world_tight": "11077025019f374524197f01c83604a0320752339834173540ed3c153b022888",
}
"""Hashes of the workbooks that `compare` is run on: figures of another case would not compare with those kept."""


def case_named(name: str) -> Case:
    """Read a workbook of `inputs` by its stem, or draw one: `size`, sites, nodes, periods, products, markets."""
    if name.startswith("size "):
        return generate(Size(*(int(word) for word in name.split()[1:])))
    case = read_workbook(INPUTS / f"{name}.xlsx").case
    if case is None:
        raise SystemExit(f"inputs/{name}.xlsx has faults")
    return case


def case_hash(case: Case) -> str:
    """Return the SHA-256 of everything that a case holds, in an order of its own."""
    return hashlib.sha256(json.dumps(_plain(case)).encode()).hexdigest()


def _plain(value: object) -> object:
    """Return a value as lists, in which names that have no order are sorted; rows of a sheet stay in theirs."""
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, part.name)) for part in fields(value))]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(of)] for key, of in value.items()]
    if isinstance(value, frozenset | set):
        return sorted(str(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | str) or value is None else repr(value)
