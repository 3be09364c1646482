"""What a plan that has just been found covers and costs: two figures for the progress of a solve."""

import math
from dataclasses import replace

from planner.case.demand import kpackages, units_per_package
from planner.extract.building import converted, openings, phase_starts, retired, shell_starts, shells_built, starts
from planner.plan.records import Schedule
from planner.registry.variables import DECISIONS, SERVED, SHIPPED
from planner.report.figures.headline import capex_usd_bn, coverage_pct, demand_kunits
from planner.shape.shape import Shape
from planner.solver.events import Incumbent, Progress
from planner.solver.program.matrix import Floats, Matrix


class Glance:
    """Adds coverage and capex of the newest incumbent to the progress of a solve. Takes milliseconds for each."""

    def __init__(self, shape: Shape, matrix: Matrix) -> None:
        """Look up the columns of what is shipped and of what is decided."""
        self._shape = shape
        self._demand_kunits = demand_kunits(shape.case)
        probability = [scenario.probability for scenario in shape.case.scenarios]
        columns = list(enumerate(matrix.columns))
        shipped = ((number, SHIPPED.key_of(index)) for number, (name, index) in columns if name == SHIPPED.name)
        self._shipped = [
            (number, probability[key.scenario])
            for number, key in shipped
            if (key.market_group, key.product) not in shape.split
        ]
        served = ((number, SERVED.key_of(index)) for number, (name, index) in columns if name == SERVED.name)
        for number, outlet in served:
            units = units_per_package(shape.case, outlet.item)[outlet.product]
            kpacks = kpackages(shape.case, outlet.item, units)
            self._shipped.append((number, probability[outlet.scenario] * kpacks))
        self._decisions = [
            (number, name, index) for number, (name, index) in enumerate(matrix.columns) if name in DECISIONS
        ]
        self._x: Floats | None = None
        self._coverage_pct = self._capex_usd_bn = math.nan

    def take(self, incumbent: Incumbent) -> None:
        """Keep a better plan until somebody asks for its figures."""
        self._x = incumbent.x

    def add(self, progress: Progress) -> Progress:
        """Return the progress with the figures of the newest plan."""
        if self._x is not None:
            x, self._x = self._x, None
            self._coverage_pct = coverage_pct(self._served_kunits(x), self._demand_kunits)
            self._capex_usd_bn = capex_usd_bn(self._shape.case, self._schedule(x))
        return replace(progress, coverage_pct=self._coverage_pct, capex_usd_bn=self._capex_usd_bn)

    def _served_kunits(self, x: Floats) -> float:
        return math.fsum(share * float(x[number]) for number, share in self._shipped)

    def _schedule(self, x: Floats) -> Schedule:
        values: dict[str, dict[object, float]] = {}
        for number, name, index in self._decisions:
            values.setdefault(name, {})[index] = float(x[number])
        phases, shells = phase_starts(self._shape, values), shell_starts(self._shape, values)
        return Schedule(
            openings(self._shape, values, {**phases, **shells}),
            starts(phases),
            converted(self._shape, values),
            shells_built(shells),
            retired(self._shape, values),
        )
