"""The improver: a first plan by rounding the relaxed model, then large-neighbourhood search around the incumbent."""

import random
import time
from typing import Any

import highspy
import numpy as np

from planner.solve.highs import load, point, set_bounds, start_from, stop_when_cancelled
from planner.solve.mailbox import Mailbox
from planner.solve.matrix import COUNTERS, Floats
from planner.solve.neighbourhoods import COUNTERS_HELD, KINDS, Around, Box, Decisions, choose, rounded
from planner.solve.parts import PART_INTEGERS, Parts
from planner.solve.wire import Done, Found, Task

FIRST_TRY_SECONDS = 15.0
FIRST_TRY_GAP = 0.01
GUIDE_SECONDS = 15.0
GUIDE_PERIODS = 2
TRY_SECONDS = 5.0
LONGEST_TRY_SECONDS = 20.0
PATIENCE_TRIES = 12
# On one thread a try is cut short by nodes of its own tree, so that the same seed leads to the same plan again.
NODES_A_SECOND = 10
SMALLEST_SHARE, LARGEST_SHARE, FIRST_SHARE = 0.02, 0.9, 0.25
WORTH = 1e-7
# A guide is followed if it is better than the last one by this share; to follow it takes many tries' time.
WORTH_FOLLOWING = 1e-3
# Or if the last one that was followed gained so much: then the incumbent is far from good, and the tree has gone on.
GAINED_MUCH = 1e-2


def improve(task: Task, mailbox: Mailbox) -> None:
    """Search until told to stop."""
    search = Search(task, mailbox)
    search.first_plan()
    while not mailbox.cancelled:
        if not search.decisions.columns.size:
            mailbox.wait(0.2)
        else:
            search.step()
    mailbox.send(Done("stopped"))


class Search:
    """The state of a search: one solver whose bounds change, and how well each kind of neighbourhood does."""

    def __init__(self, task: Task, mailbox: Mailbox) -> None:
        """Prepare a search; where nobody else proves beside it, its tries are cut short by nodes, not by the clock."""
        self._matrix = task.matrix
        self._mailbox = mailbox
        self._by_clock = task.helped
        self._rng = random.Random(task.seed)
        self._gap = task.gap
        self.decisions = Decisions.of(task.matrix)
        self._counters = np.array([i for i, (name, _) in enumerate(task.matrix.columns) if name in COUNTERS], dtype=int)
        self._solver = load(task.matrix, random_seed=task.seed)
        stop_when_cancelled(self._solver, mailbox)
        self._solver.cbMipImprovingSolution.subscribe(self._found)
        self._followed = np.inf
        self._gained_by_following = 0.0
        self._guide: Floats | None = None
        share = PART_INTEGERS / self.decisions.columns.size if task.matrix.large else FIRST_SHARE
        self._share = dict.fromkeys(KINDS, share)
        self._merit = dict.fromkeys(KINDS, 1.0)
        self._seconds = TRY_SECONDS
        self._parts: Parts | None = None
        self._turn = False
        self._idle_tries = 0

    def first_plan(self) -> None:
        """Round the relaxed model to a first plan; a large one begins with nothing built if it can.

        A plan that is known already stays; what is rounded guides what follows.
        """
        if not self.decisions.columns.size:
            return
        if self._matrix.large:
            if self._mailbox.best is None:
                least = self._matrix.col_lower[self.decisions.columns]
                self._attempt(Box(least, least), None, FIRST_TRY_SECONDS, FIRST_TRY_GAP)
            self._parts = Parts(self._matrix, self.decisions, self._relaxed_solver(), self._rng)
            if self._mailbox.best is not None:
                return
        relaxed = self._relaxed()
        if relaxed is None:
            return
        self._guide = relaxed[self.decisions.columns]
        if self._mailbox.best is None:
            self._attempt(rounded(self.decisions, self._guide, 1), None, FIRST_TRY_SECONDS, FIRST_TRY_GAP)

    def _any_plan(self) -> None:
        """Look for a plan without a guide, each time longer."""
        anything = np.full(self.decisions.columns.size, np.inf)
        self._attempt(Box(-anything, anything), None, self._seconds, 1.0)
        self._seconds = min(LONGEST_TRY_SECONDS, 2 * self._seconds)

    def _relaxed(self) -> Floats | None:
        """Return the relaxed model's best point."""
        solver = self._relaxed_solver()
        solver.run()
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return point(solver)

    def _relaxed_solver(self) -> highspy.Highs:
        solver = load(self._matrix, solve_relaxation=True, solver="ipm")
        stop_when_cancelled(solver, self._mailbox)
        return solver

    def _follow(self, best: Found) -> float:
        """Look between the incumbent and what rounding the guide gives; return the gain."""
        assert self._guide is not None
        box = rounded(self.decisions, self._guide, GUIDE_PERIODS)
        incumbent = np.round(best.x[self.decisions.columns])
        box = Box(np.minimum(box.lower, incumbent), np.maximum(box.upper, incumbent))
        return self._attempt(box, best, GUIDE_SECONDS, self._gap)

    def step(self) -> None:
        """Try one neighbourhood of the incumbent; without one, look for a plan."""
        best = self._mailbox.best
        if best is None:
            self._any_plan()
            return
        guide = self._mailbox.take_guide()
        if guide is not None:
            self._guide = guide.x[self.decisions.columns]
            if self._is_worth_following(guide.x, best):
                self._gained_by_following = self._follow(best)
                return
        incumbent = np.round(best.x[self.decisions.columns])
        if self._parts is not None:
            # All sites have their turn before the neighbourhoods do; then both by turns.
            self._turn = self._parts.rounds < 2 or not self._turn
            box = self._parts.box(incumbent) if self._turn else None
            if box is not None:
                self._attempt(box, best, LONGEST_TRY_SECONDS, FIRST_TRY_GAP)
                return
        around = Around(incumbent, incumbent if self._guide is None else self._guide)
        kind = self._rng.choices(list(KINDS), [self._merit[kind] for kind in KINDS])[0]
        box = choose(self.decisions, around, kind, self._share[kind], self._rng)
        held = np.round(best.x[self._counters]) if kind in COUNTERS_HELD else None
        begun = time.monotonic()
        gained = self._attempt(box, best, self._seconds, self._gap, held)
        nodes = max(0, self._solver.getInfo().mip_node_count)
        self._learn(kind, gained, time.monotonic() - begun if self._by_clock else nodes / NODES_A_SECOND)

    def _is_worth_following(self, guide: Floats, best: Found) -> bool:
        """Say whether a guide promises a better plan, and clearly more than the last one that was followed did."""
        value = float(self._matrix.cost @ guide) + self._matrix.offset
        more = value < self._followed - WORTH_FOLLOWING * abs(best.objective)
        worth = value < best.objective and (more or self._gained_by_following >= GAINED_MUCH)
        if worth:
            self._followed = value
        return worth

    def _attempt(
        self, box: Box, best: Found | None, seconds: float, gap: float, counters: Floats | None = None
    ) -> float:
        """Solve inside a box; tell what is found on the way and return the gain as a share of the incumbent.

        With the counters held at given values, what may change is where phases stand.
        """
        columns, matrix = self.decisions.columns, self._matrix
        lower = np.maximum(box.lower, matrix.col_lower[columns])
        upper = np.minimum(box.upper, matrix.col_upper[columns])
        set_bounds(self._solver, columns, lower, np.maximum(lower, upper))
        if counters is not None:
            set_bounds(self._solver, self._counters, counters, counters)
        else:
            set_bounds(self._solver, self._counters, matrix.col_lower[self._counters], matrix.col_upper[self._counters])
        before = self._mailbox.best
        self._solver.clearSolver()
        self._solver.setOptionValue("time_limit", seconds if self._by_clock else LONGEST_TRY_SECONDS)
        if not self._by_clock:
            self._solver.setOptionValue("mip_max_nodes", round(NODES_A_SECOND * seconds))
        self._solver.setOptionValue("mip_rel_gap", gap)
        if best is not None:
            start_from(self._solver, best.x)
        self._solver.run()
        info = self._solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return 0.0
        self._tell(float(info.objective_function_value), point(self._solver))
        if before is None or self._mailbox.best is None:
            return 1.0
        return (before.objective - self._mailbox.best.objective) / max(1e-9, abs(before.objective))

    def _tell(self, objective: float, x: Floats) -> None:
        """Tell a plan that is better than the best known."""
        best = self._mailbox.best
        if best is None or objective < best.objective - WORTH * abs(best.objective):
            self._mailbox.share(Found(objective, x))

    def _found(self, event: Any) -> None:
        # Nothing may escape from a callback: an exception would unwind through the solver.
        try:
            x = np.array(event.data_out.mip_solution, dtype=float)
            self._tell(float(event.data_out.objective_function_value), x)
        except Exception:
            self._mailbox.cancel()

    def _learn(self, kind: str, gained: float, seconds: float) -> None:
        """Size neighbourhoods to the time they take, prefer kinds that gain, and give all more time when none does."""
        factor = 0.75 if seconds > 0.9 * self._seconds else 1.25 if seconds < 0.4 * self._seconds else 1.0
        self._share[kind] = min(LARGEST_SHARE, max(SMALLEST_SHARE, self._share[kind] * factor))
        self._merit[kind] = 0.7 * self._merit[kind] + 0.3 * (2.0 if gained > 0 else 0.4)
        self._idle_tries = 0 if gained > 0 else self._idle_tries + 1
        if self._idle_tries >= PATIENCE_TRIES:
            self._idle_tries = 0
            self._seconds = min(LONGEST_TRY_SECONDS, 1.5 * self._seconds)
