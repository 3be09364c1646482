"""Phases that are too large for what they cost and draw: their size is in wafers of a quarter or of a year.

Three figures of a node have to agree, of which one alone may be as it is: 1 kwspm costs little, draws little power,
and a wafer costs much beside the capex. An older node is cheaper and draws less, but its wafers are cheaper too.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from planner.case.checks import codes
from planner.case.checks.draft.entries import Draft, Entry
from planner.case.checks.draft.words import plain
from planner.case.checks.problem import Problem
from planner.case.choices import Kind
from planner.case.records import Node

_FIELDS = ("name", "kind", "phase_kwspm", "phase_capex_usd_bn", "power_mw_per_phase", "wafer_cost_usd")
_USUAL = {
    Kind.LOGIC: (0.4, 9.0, 0.35),
    Kind.MEMORY: (0.2, 4.0, 0.37),
    Kind.PACKAGING: (0.1, 1.5, 2.6),
}
"""Of a kind: bn USD and MW of 1 kwspm, and the cost of a wafer to its capex in five years."""
_MIN_NODES = 2
_EACH, _WAFERS, _TOGETHER = 1.25, 1.8, 2.0
"""How far too large a size has to look by each figure, by the cost of its wafers, and by all of them."""
_MUCH = 40.0
"""More is another unit."""
_APART = 2.5
"""How far these may be from each other."""
_FIVE_YEARS_MONTHS = 60
_PER = {3.0: "thousand wafers a quarter", 12.0: "thousand wafers a year"}


@dataclass(frozen=True, slots=True)
class _Figures:
    entry: Entry[Node]
    figures: tuple[float, float, float]

    def beside(self, usual: Sequence[float]) -> float:
        """Return how many times too large the size looks beside usual figures; 1 where they do not agree."""
        capex, power, wafer = (a / b for a, b in zip(self.figures, usual, strict=True))
        looks = (1 / capex, 1 / power, wafer)
        do_agree = max(looks) <= _APART * min(looks) and min(looks) >= _EACH and wafer >= _WAFERS
        return math.prod(looks) ** (1 / 3) if do_agree else 1.0


def phase_size_problems(draft: Draft) -> Iterator[Problem]:
    """Return a warning for the whole column, or for each node whose size is out of proportion to others of its kind."""
    nodes = [_figures(entry) for entry in draft.entries(Node, *_FIELDS)]
    known = [node for node in nodes if node is not None]
    if len(known) >= _MIN_NODES:
        looks = [node.beside(_USUAL[node.entry.record.kind]) for node in known]
        if min(looks) >= _TOGETHER and max(looks) <= _MUCH:
            usual = math.exp(sum(map(math.log, looks)) / len(looks))
            yield _problem(known[0], usual, "is usual for its kind", "the column")
            return
    for node in known:
        others = [one for one in known if one is not node and one.entry.record.kind is node.entry.record.kind]
        if len(others) >= _MIN_NODES:
            middle = [median(one.figures[i] for one in others) for i in range(3)]
            factor = node.beside(middle)
            if _TOGETHER <= factor <= _MUCH and all(one.beside(middle) == 1.0 for one in others):
                yield _problem(node, factor, f"the other {node.entry.record.kind.value} nodes need", "it")


def _figures(entry: Entry[Node]) -> _Figures | None:
    node = entry.record
    if min(node.phase_kwspm, node.phase_capex_usd_bn, node.power_mw_per_phase, node.wafer_cost_usd) <= 0:
        return None
    capex = node.phase_capex_usd_bn / node.phase_kwspm
    wafer = node.wafer_cost_usd * _FIVE_YEARS_MONTHS / 1e6 / capex
    return _Figures(entry, (capex, node.power_mw_per_phase / node.phase_kwspm, wafer))


def _problem(node: _Figures, factor: float, than: str, what: str) -> Problem:
    by = min(_PER, key=lambda one: abs(math.log(one / factor)))
    capex, power, _ = (plain(float(f"{figure:.2g}")) for figure in node.figures)
    name = node.entry.record.name
    return node.entry.problem(
        codes.OUT_OF_PROPORTION,
        "phase_kwspm",
        found=plain(node.entry.record.phase_kwspm),
        expected="a value in kwspm",
        fix=f"1 kwspm of {name} costs {capex} USD bn and draws {power} MW, far less than {than}, while a wafer costs "
        f"much beside that: divide {what} by {plain(by)} if it is in {_PER[by]}, otherwise ignore this",
    )
