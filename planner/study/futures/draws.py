"""Futures drawn around the scenarios of a case: each belongs to one, and its demand grows along a path of its own.

    demand[i,b,t] = demand[k(i),b,t] * exp(growth * years[t] * g[i,m] + yearly * w[i,m,t] - variance[t] / 2)
    w[i,m,t]      = the sum of e[i,m,y] over the years past, and of the year under way its part
    g, e          = sqrt(shared) * a draw for all markets + sqrt(1 - shared) * one of the market; standard normal
    variance[t]   = (growth * years[t])^2 + yearly^2 * (years past + part^2)

k(i) is scenario k with its probability, with its tool factor, delay and events: what a scenario says happens together.
b is a buyer in market m, years[t] the years from the start of the horizon to the middle of period t. The mean over all
draws is the expected demand of the case. Draws are scrambled Sobol points: the same seed draws the same futures, and
the first futures of many are those of few.
"""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from planner.case.records import Case, Event, Scenario
from planner.solver.program.matrix import Floats

MAX_FUTURES = 2**20


@dataclass(frozen=True, slots=True)
class Spread:
    """How far demand strays from the path of its scenario, as standard deviations; `shared` is what markets share.

    `growth` is of the growth rate of the whole horizon, `yearly` of what each year adds on top, both a year.
    """

    growth: float
    yearly: float
    shared: float = 0.5

    def __str__(self) -> str:
        """Return it in words."""
        growth, yearly = f"{100 * self.growth:.1f} %", f"{100 * self.yearly:.1f} %"
        return (
            f"growth of demand strays by {growth} a year over the whole horizon and by {yearly} in each year (standard "
            f"deviations), {100 * self.shared:.0f} % of it in all markets alike"
        )


AROUND_ONE = Spread(growth=0.06, yearly=0.10)
"""Where the case has one scenario, which then is all that is known."""
AROUND_SEVERAL = Spread(growth=0.02, yearly=0.05)
"""Where scenarios say how far demand may go."""


def default_spread(case: Case) -> Spread:
    """Return the spread that is taken where none is given."""
    return AROUND_ONE if len(_possible(case)) == 1 else AROUND_SEVERAL


@dataclass(frozen=True)
class Draws:
    """Futures of a case as arrays: the scenario of each by number, and the factor on demand by market and period."""

    case: Case
    scenario: npt.NDArray[np.int64]
    factor: Floats
    """By future, market (in the order of the case) and period."""

    @property
    def count(self) -> int:
        """How many futures there are."""
        return self.scenario.size

    def name(self, future: int) -> str:
        """Return the name of a future; names sort as the futures do."""
        return f"future {future + 1:0{len(str(self.count))}d}"

    def future(self, future: int, probability: float) -> Scenario:
        """Return a future as a scenario."""
        of: Scenario = self.case.scenarios[self.scenario[future]]
        path = dict(zip(self.case.markets, self.factor[future].tolist(), strict=True))
        plain = {(p, market): _times(kunits, path[market]) for (p, market), kunits in of.demand_kunits.items()}
        tiers = {b: replace(tier, kunits=_times(tier.kunits, path[b.market])) for b, tier in of.tiers.items()}
        return replace(of, name=self.name(future), probability=probability, demand_kunits=plain, tiers=tiers)

    def as_case(self, probabilities: Mapping[int, float] | None = None) -> Case:
        """Return the case with all futures, equally likely, or with some of them."""
        chosen = dict.fromkeys(range(self.count), 1.0 / self.count) if probabilities is None else probabilities
        futures = tuple(self.future(i, share) for i, share in chosen.items())
        events = tuple(event for i in chosen for event in self._events(i))
        return replace(self.case, scenarios=futures, events=events)

    def _events(self, future: int) -> tuple[Event, ...]:
        of = self.case.scenarios[self.scenario[future]].name
        return tuple(replace(event, scenario=self.name(future)) for event in self.case.events if event.scenario == of)


def draw(case: Case, count: int, seed: int = 0, spread: Spread | None = None) -> Draws:
    """Return equally likely futures of a case."""
    if not 1 <= count <= MAX_FUTURES:
        raise ValueError(f"{count} futures: draw from 1 to {MAX_FUTURES:,}")
    spread = spread or default_spread(case)
    markets, years = len(case.markets), _years(case)
    shocks = 1 + int(np.ceil(case.calendar.periods * case.calendar.period_years))
    level, normal = _points(count, (1 + markets) * shocks, seed)
    normal = normal.reshape(count, 1 + markets, shocks)
    own = np.sqrt(spread.shared) * normal[:, :1] + np.sqrt(1 - spread.shared) * normal[:, 1:]
    part = np.clip(years[:, None] - np.arange(shocks - 1), 0.0, 1.0)  # of each year, by period
    path = spread.growth * own[:, :, :1] * years + spread.yearly * own[:, :, 1:] @ part.T
    variance = (spread.growth * years) ** 2 + spread.yearly**2 * (part**2).sum(axis=1)
    factor = np.asarray(np.exp(path - variance / 2), dtype=float)
    return Draws(case, _scenarios(case, level), factor)


def _years(case: Case) -> Floats:
    """Return the years from the start of the horizon to the middle of each period."""
    return np.asarray((np.arange(case.calendar.periods) + 0.5) * case.calendar.period_years, dtype=float)


def _points(count: int, normals: int, seed: int) -> tuple[Floats, Floats]:
    """Return a uniform draw for each future, and so many normal ones."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a number of points that is no power of two is less balanced
        points = qmc.Sobol(1 + normals, scramble=True, seed=seed).random(count)
    inside = np.clip(points[:, 1:], 1e-9, 1 - 1e-9)
    return points[:, 0], ndtri(inside)


def _scenarios(case: Case, level: Floats) -> npt.NDArray[np.int64]:
    """Return the scenario of each future: its draw falls into the scenario's share of what is likely."""
    possible = _possible(case)
    ends = np.cumsum([case.scenarios[k].probability for k in possible])
    return np.array(possible)[np.searchsorted(ends[:-1] / ends[-1], level, side="right")]


def _possible(case: Case) -> list[int]:
    return [k for k, scenario in enumerate(case.scenarios) if scenario.probability > 0]


def _times(kunits: Sequence[float], factor: Sequence[float]) -> tuple[float, ...]:
    return tuple(amount * one for amount, one in zip(kunits, factor, strict=True))
