"""What phases do from their start on: construction, tool-in, ramp, full output; and when shells are finished."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from planner.case.records import Case
from planner.plan.records import Plan
from planner.report.figures.cohorts import Cohort, cohort_capex_usd_bn, cohorts

CONSTRUCTION, TOOL_IN, RAMP, FULL = "construction", "tool-in", "ramp", "full output"
FINISHED = "finished shell"
SHELL = "shell"
"""Stands for the node of a shell."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stage from one period until before another, inside the horizon."""

    stage: str
    start: int
    until: int


@dataclass(frozen=True, slots=True)
class Row:
    """Phases of a pair that start together, numbered within the pair, with their stages and capex before credits."""

    cohort: Cohort
    first_phase: int
    capex_usd_bn: float
    spans: tuple[Span, ...]

    @property
    def numbers(self) -> str:
        """Which phases of the pair these are: 3, or 3–5."""
        last = self.first_phase + self.cohort.phases - 1
        return f"{self.first_phase}" if last == self.first_phase else f"{self.first_phase}–{last}"

    def stage(self, period: int) -> str:
        """Return what the phases do in a period; nothing before their start."""
        return next((span.stage for span in self.spans if span.start <= period < span.until), "")


def staged(case: Case, plan: Plan) -> tuple[Row, ...]:
    """Return every cohort of a plan by site, node and start."""
    rows = []
    for _, group in groupby(cohorts(case, plan), key=lambda cohort: (cohort.site, cohort.node)):
        number = 1
        for cohort in group:
            rows.append(Row(cohort, number, cohort_capex_usd_bn(case, cohort), tuple(_spans(case, cohort))))
            number += cohort.phases
    return tuple(rows)


def staged_shells(case: Case, plan: Plan) -> tuple[Row, ...]:
    """Return the shells of a plan by site and start, as rows of phases."""
    rows: list[Row] = []
    numbers: Counter[str] = Counter()
    for one in sorted(plan.shells_built, key=lambda one: (one.site, one.period)):
        shell, periods = case.shells[one.site], case.calendar.periods
        finished = one.period + shell.lead_periods
        cohort = Cohort(one.site, SHELL, one.shells, one.period, finished, finished, is_first=False)
        edges = ((CONSTRUCTION, one.period, min(finished, periods)), (FINISHED, finished, periods))
        spans = tuple(Span(*edge) for edge in edges if edge[1] < edge[2])
        rows.append(Row(cohort, numbers[one.site] + 1, one.shells * shell.capex_usd_bn, spans))
        numbers[one.site] += one.shells
    return tuple(rows)


def tool_in_periods(case: Case, node: str) -> int:
    """Return how many periods before output a node holds scarce tools; 0 where it needs none."""
    return max(
        (use.periods_before_output for tool in case.tools.values() for use in tool.uses if use.node == node), default=0
    )


def _spans(case: Case, cohort: Cohort) -> Iterator[Span]:
    tools = max(cohort.start, cohort.first_output - tool_in_periods(case, cohort.node))
    edges = (cohort.start, tools, cohort.first_output, cohort.full_output, case.calendar.periods)
    for stage, start, until in zip((CONSTRUCTION, TOOL_IN, RAMP, FULL), edges, edges[1:], strict=False):
        if start < min(until, case.calendar.periods):
            yield Span(stage, start, min(until, case.calendar.periods))
