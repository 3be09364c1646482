"""Hold the intervals of studies to true differences: python -m tests.study.intervals [cases, 50] [first seed, 0].

Each case is solved to a gap of 30 % for the studies, so that intervals are wide, and to its optimum for the truth.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import isinf

from planner.case.records import Case, Objective
from planner.solver.messages.idle import reuse
from planner.solver.options import SolveOptions
from planner.study.answers.answer import Answer
from planner.study.answers.interval import Interval
from planner.study.calendar import calendar
from planner.study.compare.what_if import what_if
from planner.study.frontier import frontier
from planner.study.solves.session import StudyOptions
from planner.study.worth import worth
from tests.model.brute.draw import draw, drawn_rules
from tests.model.worlds import world
from tests.study.asked import delayed, optimum, relaxed, scaled_budget

COARSE = StudyOptions(SolveOptions(gap=0.3, time_limit_seconds=60, threads=1), executor="local:1")
TOLERANCE_USD_BN = 1e-6
FACTORS = (0.6, 1.0, 1.7)
EDIT, DEARER = "nodes[*].phase_capex_usd_bn *= 1.3", 1.3
SAID = re.compile(r"(?:changes by|of the optimal [a-z ]+,) (-?[\d.]+)(?: to (-?[\d.]+))? bn USD")
Found = tuple[str, float, Interval]
"""What was asked, the true difference or optimum, and the interval."""


def found(case: Case) -> Iterator[Found]:
    """Yield every interval that four studies give of a case, with the truth."""
    now = optimum(case)
    if isinf(now):
        return
    yield from _of_worth(case, now)
    yield from _of_calendar(case, now)
    yield from _of_frontier(case)
    yield from _of_what_if(case, now)


def _of_worth(case: Case, now: float) -> Iterator[Found]:
    said = {str(row[0]): row[1] for row in _rows(worth(case, COARSE), "worth")}
    for name, other in relaxed(case):
        interval = said.get(name)
        if isinstance(interval, Interval):
            yield f"worth: {name}", now - optimum(other), interval


def _of_calendar(case: Case, now: float) -> Iterator[Found]:
    before: Counter[tuple[str, str]] = Counter()
    for row in _rows(calendar(case, COARSE), "approve"):
        label, site, node, phases, *_, one, two, _ = row
        started = before[str(site), str(node)]
        before[str(site), str(node)] += int(str(phases))
        if node == "shell":
            continue
        at = case.calendar.ordinal(str(label))
        for delay, interval in ((1, one), (2, two)):
            if isinstance(interval, Interval):
                other = delayed(case, str(site), str(node), at + delay - 1, started)
                yield f"calendar: {node} at {site} {delay} later", optimum(other) - now, interval


def _of_frontier(case: Case) -> Iterator[Found]:
    bands = [row[2] for row in _rows(frontier(case, COARSE, factors=FACTORS), "frontier")]
    sign = -1 if case.settings.objective is Objective.PROFIT else 1
    for factor, band in zip(FACTORS, bands, strict=True):
        assert isinstance(band, Interval)
        yield f"frontier: {factor:g}", sign * optimum(scaled_budget(case, factor)), band
    for less, more in pairwise(one if sign > 0 else -one for one in bands if isinstance(one, Interval)):
        rises = max(more.low - less.low, more.high - less.high)
        yield "frontier: monotone", min(0.0, -rises) if rises == rises else 0.0, Interval(0.0, 0.0)


def _of_what_if(case: Case, now: float) -> Iterator[Found]:
    """Read the interval in the sentence, which is rounded."""
    nodes = {
        name: replace(node, phase_capex_usd_bn=DEARER * node.phase_capex_usd_bn) for name, node in case.nodes.items()
    }
    difference = optimum(replace(case, nodes=nodes)) - now
    sign = -1 if case.settings.objective is Objective.PROFIT else 1
    for sentence in what_if(case, COARSE, edits=[EDIT]).sentences:
        if numbers := SAID.search(sentence):
            low, high = float(numbers[1]), float(numbers[2] or numbers[1])
            yield "what-if: dearer phases", sign * difference, Interval(low - 0.0051, high + 0.0051)
        elif "stays the same" in sentence:
            yield "what-if: dearer phases", difference, Interval(0.0, 0.0)


def _rows(answer: Answer, name: str) -> list[tuple[object, ...]]:
    return [row for table in answer.tables if table.name == name for row in table.rows]


def is_inside(truth: float, interval: Interval) -> bool:
    """Say whether an interval contains the truth as far as solvers can prove."""
    tolerance = TOLERANCE_USD_BN * max(1.0, abs(truth)) if not isinf(truth) else 0.0
    return interval.low - tolerance <= truth <= interval.high + tolerance


def case_of(seed: int) -> Case:
    """Return a random small case: a world of four sites, or a tiny case with some of the rules."""
    return world(seed // 2) if seed % 2 else draw(seed, drawn_rules(seed))


def main() -> int:
    """Print what lies outside, and how many intervals were held to the truth."""
    count, first = (int(one) for one in (*sys.argv[1:3], *("50", "0")[len(sys.argv) - 1 :]))
    totals: Counter[str] = Counter()
    begun_at = time.monotonic()
    for seed in range(first, first + count):
        totals["cases"] += 1
        for what, truth, interval in found(case_of(seed)):
            totals[what.partition(":")[0]] += 1
            totals["wide"] += interval.width > 1e-4
            if not is_inside(truth, interval):
                totals["outside"] += 1
                print(f"seed {seed}, {what}: {truth!r} is not in {interval!r}", flush=True)
    print(f"{dict(totals)}, {time.monotonic() - begun_at:.0f} s")
    return bool(totals["outside"])


if __name__ == "__main__":
    with reuse():
        code = main()
    sys.exit(code)
