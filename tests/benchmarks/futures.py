"""One plan for many futures: decomposition against the model of all futures together."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.case.records import Case
from planner.pipeline import solve
from planner.solver.options import SolveOptions
from planner.study.futures.benders.benders import decompose
from planner.study.futures.draws import Spread
from planner.study.futures.sample import sample_futures
from planner.workbook.reader import read_case
from tests.published.orlib import write_instance
from tests.published.test_orlib import instance
from tests.study.futures.test_benders import drawn

INSTANCES = tuple(f"cap{number}" for number in (41, 42, 43, 44, 51, 61, 62, 63, 64, 71))
FUTURES = 50
SPREAD = Spread(0.0, 0.3)
GAP = 1e-4


@dataclass(frozen=True, slots=True)
class Compared:
    """Objectives and bounds of both, and how long each took."""

    name: str
    extensive: tuple[float, float]
    decomposed: tuple[float, float]
    seconds: tuple[float, float]

    @property
    def agrees(self) -> bool:
        """Whether each objective is at least the other's bound, and the two lie within the gaps."""
        (plan, bound), (other, below) = self.extensive, self.decomposed
        room = GAP * max(abs(plan), 1e-9)
        return below <= plan + 1e-3 * room and bound <= other + 1e-3 * room and abs(plan - other) <= 2 * room

    def __str__(self) -> str:
        """Return it as a line."""
        verdict = "agree" if self.agrees else "DIFFER"
        (plan, bound), (other, below) = self.extensive, self.decomposed
        return (
            f"{self.name}: {verdict}: together {plan:.7g} (bound {bound:.7g}, {self.seconds[0]:.1f} s), decomposed "
            f"{other:.7g} (bound {below:.7g}, {self.seconds[1]:.1f} s)"
        )


def compared(name: str, case: Case, solver: str) -> Compared:
    """Solve a case both ways, on one thread."""
    started_at = time.monotonic()
    outcome = solve(case, SolveOptions(gap=GAP / 10, threads=1, solver=solver)).plan.outcome
    together = time.monotonic() - started_at
    found = decompose(case, SolveOptions(gap=GAP, threads=1, time_limit_seconds=1800.0))
    seconds = together, time.monotonic() - started_at - together
    return Compared(name, (outcome.objective, outcome.bound), (found.objective, found.bound), seconds)


def random_cases(count: int) -> Iterator[Compared]:
    """Compare random cases of six futures, by the seeds from 0 on."""
    for seed in range(count):
        yield compared(f"seed {seed}", drawn(seed), "highs")


def sampled_instances(names: tuple[str, ...], futures: int) -> Iterator[Compared]:
    """Compare published warehouse instances with sampled demands with the extensive form in SCIP; the seed is 1."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = Path(folder) / f"{name}.xlsx"
            write_instance(path, instance(name))
            yield compared(name, sample_futures(read_case(path), futures, 1, SPREAD), "scip")
