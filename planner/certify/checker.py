"""Check a certificate of `planner certify`: python check_proof.py proof.json

This file runs alone, on Python 3.11 with numpy. It shares nothing with the planner and calls no solver. A certificate
holds one integer program, or two where coverage comes before cost:

    minimise  cost x + offset   over  row_lower <= A x <= row_upper,  col_lower <= x <= col_upper,  some x whole

with the values of a plan, and a branching tree. The checker confirms, and refuses the file otherwise, that

1. the plan keeps every row and bound within the tolerance below, its whole columns are whole, and it costs what is
   said;
2. the branches cover every choice of the whole columns: each splits one of them into `at most k` and `at least k + 1`,
   and every branch ends in one leaf;
3. every leaf proves its bound by multipliers y of the rows: what costs cost x costs at least
   sum(i) y[i] row[i] + sum(j) (cost - A'y)[j] x[j], each row and column at its worse end; or it proves by such a
   combination of rows alone that nothing lies in it (Farkas).

Every number is a binary fraction, so that all sums are sums of whole numbers of one tiny unit: nothing is rounded. What
it does not check is that the program is that of the case. The names of rows and columns are those of `planner
formulation` and of `planner export`.
"""

import json
import sys
from fractions import Fraction
from typing import Any

import numpy as np

FORMAT = "fab-planner certificate 1"
TOLERANCE = 1e-6
"""How far a plan may be beyond a row or a bound: absolute, or as a share of the largest term of the row."""
ROUNDS, COARSE_BITS = 300, 30
"""Bounds that are derived from rows, round by round, are rounded outwards to so many binary places."""
Whole = Any  # an array of Python's whole numbers, which have no largest
Ends = list[Any]  # bounds in whole numbers of 2**-bits, where None is an infinite one
Bounds = dict[int, int]


class Refused(Exception):  # noqa: N818  the verdict
    """The certificate proves nothing: why."""


def need(holds: object, why: str) -> None:
    """Refuse unless something holds."""
    if not holds:
        raise Refused(why)


class Program:
    """An integer program in whole numbers of 2**-bits, its rows in sparse columns."""

    def __init__(self, data: dict[str, Any], bits: int) -> None:
        """Read and check it."""
        self.bits, self.columns, self.rows = bits, list(data["columns"]), list(data["rows"])
        n, m = len(self.columns), len(self.rows)
        need(len(set(self.columns)) == n and len(set(self.rows)) == m, "two columns or rows have one name")
        self.cost, self.lower, self.upper = (self._ends(data[k], n) for k in ("cost", "col_lower", "col_upper"))
        self.row_lower, self.row_upper = (self._ends(data[key], m) for key in ("row_lower", "row_upper"))
        need(None not in self.cost, "a column has no cost")
        self.offset = scaled(data["offset"], bits)
        self.whole = {int(j) for j in data["integer"]}
        need(all(0 <= j < n for j in self.whole), "a whole column does not exist")
        start, index, value = data["start"], [int(i) for i in data["index"]], data["value"]
        need(len(start) == n + 1 and start[0] == 0 and start[n] == len(index) == len(value), "the matrix is incomplete")
        self.value, self.index = integers([scaled(v, bits) for v in value]), np.array(index, dtype=np.int64)
        self.of = np.repeat(np.arange(n), [start[j + 1] - start[j] for j in range(n)])
        need(np.all((self.index >= 0) & (self.index < m)), "an entry is in no row")
        in_order = (np.diff(self.index) > 0) | (np.diff(self.of) > 0)
        need(np.all(in_order), "two entries of a column are in one row")
        self.in_row: list[list[tuple[int, int]]] = [[] for _ in range(m)]
        for i, j, v in zip(index, self.of.tolist(), self.value.tolist(), strict=True):
            if v:
                self.in_row[i].append((j, v))

    def _ends(self, values: Ends, size: int) -> Ends:
        need(len(values) == size, "a list is too long or too short")
        return [None if value is None else scaled(value, self.bits) for value in values]

    def by_column(self, terms: Whole) -> Whole:
        """Return the sum of the entries of each column."""
        sums = integers([0] * len(self.columns))
        np.add.at(sums, self.of, terms)
        return sums

    def close(self) -> None:
        """Derive the bounds of columns that have none: from the rows, then for what need not be larger."""
        for _ in range(ROUNDS):
            lows, highs = Bounds(), Bounds()
            for i, row in enumerate(self.in_row):
                if any(self.lower[j] is None or self.upper[j] is None for j, _ in row):
                    low, high = self.row_lower[i], self.row_upper[i]
                    if high is not None:
                        self._imply(row, high, lows, highs)
                    if low is not None:
                        self._imply([(j, -v) for j, v in row], -low, lows, highs)
            if not lows and not highs:
                break
            self.lower = [lows.get(j, end) for j, end in enumerate(self.lower)]
            self.upper = [highs.get(j, end) for j, end in enumerate(self.upper)]
        self._cap()

    def _imply(self, row: list[tuple[int, int]], end: int, lows: Bounds, highs: Bounds) -> None:
        """Bound the columns of `row x <= end` that have no bound, by what the others take at least."""
        minima = [self._minimum(j, v) for j, v in row]
        unknown = minima.count(None)
        left = (end << self.bits) - sum(amount for amount in minima if amount is not None)
        for (j, v), own in zip(row, minima, strict=True):
            if unknown == (own is None):
                limit = self._outwards(left + (own or 0), abs(v))
                if v > 0 and self.upper[j] is None:
                    highs[j] = min(limit, highs.get(j, limit))
                elif v < 0 and self.lower[j] is None:
                    lows[j] = max(-limit, lows.get(j, -limit))

    def _minimum(self, j: int, v: int) -> Any:
        end = self.lower[j] if v > 0 else self.upper[j]
        return None if end is None else v * end

    def _outwards(self, left: int, v: int) -> int:
        """Return left / v, rounded up to a coarse unit."""
        unit = 1 << max(0, self.bits - COARSE_BITS)
        return -(-left // (v * unit)) * unit

    def _cap(self) -> None:
        """Cap columns that earn nothing at the most that any row can ask of them.

        Any point can be lowered to that: it keeps the rows and gets no dearer. So the optimum is that of the program.
        """
        asked: dict[int, list[Any]] = {
            j: [self.lower[j]] for j, end in enumerate(self.upper) if end is None and self.cost[j] >= 0
        }
        for i, row in enumerate(self.in_row):
            for j, v in row:
                end = self.row_lower[i] if v > 0 else self.row_upper[i]
                if j in asked and end is not None:
                    sign = 1 if v > 0 else -1
                    others = [self._minimum(k, sign * w) for k, w in row if k != j]
                    known = None not in others
                    asked[j].append(self._outwards((sign * end << self.bits) - sum(others), abs(v)) if known else None)
        for j, amounts in asked.items():
            if None not in amounts:
                one = 1 << self.bits
                self.upper[j] = -(-max(amounts) // one) * one  # a whole number, should the column be whole

    def lowest(self, multipliers: dict[str, float], lower: Ends, upper: Ends, priced: bool) -> Fraction:
        """Return the least that multipliers of rows prove inside some bounds, of the cost or of nothing."""
        total, y = self.offset << 2 * self.bits if priced else 0, integers([0] * len(self.rows))
        for row, multiplier in multipliers.items():
            i, value = int(row), scaled(multiplier, self.bits)
            end = self.row_lower[i] if value > 0 else self.row_upper[i]
            need(i >= 0 and end is not None, f"the multiplier of the row {self.rows[i]} has the wrong sign")
            total += value * end << self.bits
            y[i] += value
        combined = self.by_column(self.value * y[self.index])
        for j, amount in enumerate(combined.tolist()):
            reduced = ((self.cost[j] << self.bits) if priced else 0) - amount
            if reduced:
                end = lower[j] if reduced > 0 else upper[j]
                need(end is not None, f"the column {self.columns[j]} has no bound")
                total += reduced * end
        return Fraction(total, 1 << 3 * self.bits)


def integers(values: list[int]) -> Whole:
    """Return an array of Python's whole numbers."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def exact(value: Any) -> Fraction:
    """Return a finite number exactly."""
    need(isinstance(value, int | float) and not isinstance(value, bool), f"{value!r} is not a number")
    try:
        return Fraction(value)
    except (OverflowError, ValueError) as error:
        raise Refused(f"{value!r} is not a finite number") from error


def scaled(value: object, bits: int) -> int:
    """Return a number in units of 2**-bits, which hold it exactly."""
    number = exact(value)
    return (number.numerator << bits) // number.denominator


def precision(values: Any) -> int:
    """Return the binary places that the finest number anywhere inside needs."""
    if isinstance(values, dict):
        return max((precision(value) for value in values.values()), default=0)
    if isinstance(values, list):
        return max((precision(value) for value in values), default=0)
    return 0 if values is None or isinstance(values, str) else exact(values).denominator.bit_length() - 1


def check_plan(program: Program, values: list[float]) -> Fraction:
    """Return what the plan costs, exactly. Raises Refused where it breaks a row or a bound."""
    bits, one = program.bits, 1 << program.bits
    need(len(values) == len(program.columns), "the plan has a value too many or too few")
    x = [scaled(value, bits) for value in values]
    tolerance = scaled(TOLERANCE, 60) << bits >> 60
    for j, (name, low, value, high) in enumerate(zip(program.columns, program.lower, x, program.upper, strict=True)):
        need(low is None or value >= low - tolerance, f"the plan has too little of {name}")
        need(high is None or value <= high + tolerance, f"the plan has too much of {name}")
        need(value % one == 0 or j not in program.whole, f"{name} is not whole in the plan")
    for name, row, low, high in zip(program.rows, program.in_row, program.row_lower, program.row_upper, strict=True):
        terms = [v * x[j] for j, v in row]
        allowed = tolerance * max(1 << bits, *(abs(term) >> bits for term in terms), 0)
        enough, total = low is None or sum(terms) >= (low << bits) - allowed, sum(terms)
        need(enough and (high is None or total <= (high << bits) + allowed), f"the plan breaks the row {name}")
    cost = sum(c * value for c, value in zip(program.cost, x, strict=True)) + (program.offset << bits)
    return Fraction(cost, 1 << 2 * bits)


def check_tree(program: Program, nodes: list[Any]) -> tuple[Fraction, int, int]:
    """Return the lowest bound of all leaves, and how many leaves there are by bound and without any point.

    A node is [column, k, the node where it is at most k, the node where it is at least k + 1], or a leaf. Nodes stand
    before those that they lead to, and every one but the first is led to once.
    """
    one = 1 << program.bits
    boxes: dict[int, tuple[Ends, Ends]] = {0: (program.lower, program.upper)}
    lowest: Fraction | None = None
    bounded = empty = 0
    for number, node in enumerate(nodes):
        need(number in boxes, f"no branch leads to node {number}, or a branch leads to it too late")
        lower, upper = boxes.pop(number)
        if isinstance(node, list):
            column, k, down, up = node
            need(column in program.whole and isinstance(k, int), f"node {number} does not split a whole column")
            need(len({down, up, *boxes}) == len(boxes) + 2 and min(down, up) > number, f"node {number} is led to twice")
            boxes[down] = lower, [*upper[:column], k * one, *upper[column + 1 :]]
            boxes[up] = [*lower[:column], (k + 1) * one, *lower[column + 1 :]], upper
            continue
        proven = program.lowest(node["y"], lower, upper, "bound" in node)
        if "bound" in node:
            need(proven >= exact(node["bound"]), f"leaf {number} does not prove its bound")
            lowest = proven if lowest is None else min(lowest, proven)
            bounded += 1
        else:
            need(proven > 0, f"leaf {number} is not proven to be empty")
            empty += 1
    need(not boxes, "a branch has no leaf")
    if lowest is None:
        raise Refused("there is nothing in any leaf, not even the plan")
    return lowest, bounded, empty


def check_part(part: dict[str, Any]) -> str:
    """Return what one program's part of a certificate proves, in words."""
    bits = precision([part["program"], part["plan"], part["tree"]])
    program = Program(part["program"], bits)
    cost = check_plan(program, part["plan"])
    program.close()
    lowest, bounded, empty = check_tree(program, part["tree"])
    claimed, objective = exact(part["bound"]), exact(part["objective"])
    need(lowest >= claimed, f"the leaves prove {float(lowest):.12g}, not the bound {float(claimed):.12g}")
    near = abs(cost - objective) <= Fraction(TOLERANCE) * (1 + abs(objective))
    need(near, f"the plan costs {float(cost):.12g}, not {float(objective):.12g}")
    gap = float(max(cost - claimed, Fraction(0)) / (abs(cost) or 1))
    entries = f"{len(program.columns):,} columns ({len(program.whole):,} whole), {len(program.rows):,} rows"
    return (
        f"{part['name']}: {entries}, {len(program.value):,} entries\n"
        f"  the plan keeps every row and bound within {TOLERANCE:g}; objective {float(cost):.12g}\n"
        f"  {bounded + empty:,} leaves cover every choice: {bounded:,} with a bound, {empty:,} without any plan\n"
        f"  no plan costs less than {float(claimed):.12g}: the gap is {100 * gap:.4g} %"
    )


def check(proof: dict[str, Any]) -> str:
    """Return what a certificate proves, in words. Raises Refused where it does not."""
    try:
        need(proof["format"] == FORMAT, f"this is not a {FORMAT}")
        need(proof["parts"], "there is no program in it")
        return "\n".join(check_part(part) for part in proof["parts"])
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Refused(f"the file is damaged ({type(error).__name__}: {error})") from error


def main(arguments: list[str]) -> int:
    """Check a file; return 0 where it is proven, 1 where it is refused, 2 where it cannot be read."""
    try:
        (path,) = arguments
        with open(path, encoding="utf-8") as file:
            proof = json.load(file)
    except (OSError, ValueError) as error:
        print(f"The file cannot be read ({error}). Usage: python check_proof.py proof.json", file=sys.stderr)
        return 2
    try:
        words = check(proof)
    except Refused as refused:
        print(f"REFUSED: {refused}.")
        return 1
    print(*(f"it says: {key} {value}" for key, value in proof.get("origin", {}).items()), words, "PROVEN.", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
