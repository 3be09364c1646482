"""The primal heuristics: plans coarse to fine in time, then large-neighbourhood search (LNS) around the best of them.

A plan is rounded from the LP relaxation of a coarse grid in time, moved about on that grid, and refined from grid to
grid down to single periods. After that neighbourhoods of several kinds compete: each is sized to the effort that it
takes, and the kinds that gain are chosen more often. Where none gains, another plan is made coarse to fine, in another
order: what lies between two good plans is a neighbourhood too. The continuous part of every plan is solved again before
it is reported.
"""

import random
from typing import Any

import highspy
import numpy as np

from planner.solve.effort import Effort
from planner.solve.grid import Grid, coarsest
from planner.solve.helper import Helper
from planner.solve.highs import load, point, set_bounds, start_from
from planner.solve.mailbox import Mailbox
from planner.solve.matrix import COUNTERS, ROWS_FOR_BOUND, Floats
from planner.solve.neighbourhoods import COUNTERS_HELD, KINDS, Around, Box, Decisions, choose, rounded
from planner.solve.parts import PART_INTEGERS, Parts
from planner.solve.wire import Done, Found, Task

# Efforts are counted in LP relaxations of the coarsest grid; see `Effort`.
FIRST_EFFORT = 4.0
GRID_EFFORT, SINGLE_PERIODS_EFFORT = 1.0, 2.0
TRY_EFFORT, LONGEST_TRY_EFFORT = 2.0, 10.0
GUIDE_EFFORT = 5.0
GRID_GAP = 2e-3
STALL_TRIES = 12
# Tries between two plans from nothing; twice as many where what lies between plans gains nothing.
FRESH_TRIES = 3
MOST_PLANS, MOST_RIVALS = 6, 3
MOST_HELP = 8
"""Of the effort of a try, what goes into the proof at most before the next."""
SMALLEST_SHARE, LARGEST_SHARE, FIRST_SHARE = 0.02, 0.9, 0.25
WORTH = 1e-7
# A guide is followed if it is better than the last one by this share; to follow it takes the effort of several tries.
WORTH_FOLLOWING = 1e-3
# Or if the last one that was followed gained so much: then the incumbent is far from good, and the tree has gone on.
GAINED_MUCH = 1e-2


def improve(task: Task, mailbox: Mailbox) -> None:
    """Search until cancelled; what fails to gain gives way to the proof, the more the longer it fails."""
    search = Search(task, mailbox)
    helper = Helper(task, mailbox, search.effort)
    search.first_plan()
    guide = helper.prepare()
    if guide is not None:
        mailbox.direct(guide)
    while not mailbox.cancelled:
        if not search.decisions.columns.size:
            mailbox.wait(0.2)
            continue
        search.step()
        helper.work(min(MOST_HELP, search.idle_tries) * search.used)
    mailbox.send(Done("stopped"))


class Search:
    """The state of a search: one solver whose bounds change, and how well each kind of neighbourhood does."""

    def __init__(self, task: Task, mailbox: Mailbox) -> None:
        """Prepare a search; where nobody else proves beside it, its efforts are counted in rounds of the solver."""
        self._matrix = task.matrix.without_rows(ROWS_FOR_BOUND)
        self._mailbox = mailbox
        self.effort = Effort(mailbox, timed=task.helped)
        self._rng = random.Random(task.seed)
        self._seed = task.seed
        self._gap = task.gap
        self.decisions = Decisions.of(self._matrix)
        self._counters = np.array(
            [i for i, (name, _) in enumerate(self._matrix.columns) if name in COUNTERS], dtype=int
        )
        self._whole = np.flatnonzero(self._matrix.integer)
        self._polisher: highspy.Highs | None = None
        self._single = Grid.of(self._matrix, self.decisions, 1)
        self._solver = self._loaded(self._single)
        self._relaxed: dict[int, Floats | None] = {}
        self._plans: list[Found] = []
        self._pairs: list[tuple[Found, Found]] = []
        self._followed = np.inf
        self._gained_by_following = 0.0
        self._guide: Floats | None = None
        share = PART_INTEGERS / self.decisions.columns.size if self._matrix.large else FIRST_SHARE
        self._share = dict.fromkeys(KINDS, share)
        self._merit = dict.fromkeys(KINDS, 1.0)
        self._try_effort = TRY_EFFORT
        self._parts: Parts | None = None
        self._turn = False
        self.idle_tries = 0
        self._fresh_tries = self._tries_until_fresh = FRESH_TRIES
        self.used = 0.0

    def first_plan(self) -> None:
        """Find a first plan coarse to fine in time; a large model begins with nothing built if it can.

        A plan that is known already stays.
        """
        if not self.decisions.columns.size:
            return
        if self._matrix.large:
            self._begin_in_parts()
        elif self._mailbox.best is None:
            self._fresh_plan()
        else:
            self.effort.relaxation(self._relaxation(self._grid(coarsest(self.decisions))))

    def step(self) -> None:
        """Do one try around the incumbent, or look for any plan."""
        best = self._mailbox.best
        if best is None:
            self._any_plan()
            return
        guide = self._mailbox.take_guide()
        if guide is not None:
            self._guide = guide.x[self.decisions.columns]
            if self._is_worth_following(guide.x, best):
                self._gained_by_following = self._follow(best)
                if self._gained_by_following <= 0:
                    self._tries_until_fresh = 0
                return
        if self._pairs:
            self._between(*self._pairs.pop())
        elif self._parts is None and self._tries_until_fresh <= 0:
            # What the last fresh plan led to decides how soon there is another.
            self._tries_until_fresh = self._fresh_tries
            self._fresh_tries *= 2
            self._fresh_plan()
        else:
            self._try(best)

    def _fresh_plan(self) -> None:
        """Make a plan from nothing: round the LP relaxation of the coarsest grid, then move it on ever finer grids."""
        periods = coarsest(self.decisions)
        plan: Found | None = None
        used = 0.0
        while not self._mailbox.cancelled:
            grid = self._grid(periods)
            solver = self._loaded(grid)
            if plan is None:
                plan = self._rounded(grid, solver)
            used += self.used
            if plan is not None:
                wide, effort = (1, GRID_EFFORT) if periods > 1 else (2, SINGLE_PERIODS_EFFORT)
                plan = self._solve(grid, solver, grid.moved(plan.x, wide), plan, effort, GRID_GAP) or plan
                used += self.used
            if periods == 1:
                break
            periods //= 2
        self.used = used
        best = self._mailbox.best
        if plan is not None and best is not None:
            rivals = [other for other in (*self._plans, best) if not self._same(plan, other)]
            self._pairs = [(plan, other) for other in rivals[-MOST_RIVALS:]]
            self._plans = sorted([*self._plans, plan], key=lambda one: -one.objective)[-MOST_PLANS:]

    def _rounded(self, grid: Grid, solver: highspy.Highs) -> Found | None:
        """Look for a plan between the LP relaxation rounded down and up, then up to a block earlier or later too."""
        if grid.periods not in self._relaxed:
            relaxation = self._relaxation(grid)
            self.effort.relaxation(relaxation)
            solved = relaxation.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
            self._relaxed[grid.periods] = point(relaxation) if solved else None
        relaxed = self._relaxed[grid.periods]
        self.used = 0.0
        if relaxed is None:
            return None
        if self._guide is None:
            self._guide = grid.point(relaxed)[self.decisions.columns]
        for wide, effort in ((0, GRID_EFFORT), (0, FIRST_EFFORT), (1, FIRST_EFFORT)):
            box = rounded(grid.decisions, relaxed[grid.decisions.columns], wide)
            plan = self._solve(grid, solver, box, None, effort, GRID_GAP)
            if plan is not None or self._mailbox.cancelled:
                return plan
        return None

    def _same(self, one: Found, other: Found) -> bool:
        columns = self.decisions.columns
        return bool(np.array_equal(np.round(one.x[columns]), np.round(other.x[columns])))

    def _between(self, one: Found, other: Found) -> None:
        """Look at what lies between two plans."""
        counts = [np.round(plan.x[self.decisions.columns]) for plan in (one, other)]
        better = min(one, other, key=lambda plan: plan.objective)
        self._free_counters()
        plan = self._solve(self._single, self._solver, Box(*_range(counts)), better, self._try_effort, self._gap)
        if plan is not None:
            self._plans = [plan if other is better else other for other in self._plans]
            self._fresh_tries = FRESH_TRIES
            self._pairs += [
                (plan, third) for third in self._plans if all(third is not known for known in (plan, one, other))
            ][-1:]

    def _try(self, best: Found) -> None:
        """Search one neighbourhood of the incumbent, and learn how well its kind does."""
        self._tries_until_fresh -= 1
        incumbent = np.round(best.x[self.decisions.columns])
        if self._parts is not None:
            # All sites have their turn before the neighbourhoods do; then both by turns.
            self._turn = self._parts.rounds < 2 or not self._turn
            box = self._parts.box(incumbent) if self._turn else None
            if box is not None:
                self._attempt(box, best, LONGEST_TRY_EFFORT, 0.01)
                return
        around = Around(incumbent, incumbent if self._guide is None else self._guide)
        kind = self._rng.choices(list(KINDS), [self._merit[kind] for kind in KINDS])[0]
        box = choose(self.decisions, around, kind, self._share[kind], self._rng)
        held = np.round(best.x[self._counters]) if kind in COUNTERS_HELD else None
        gained = self._attempt(box, best, self._try_effort, self._gap, held)
        self._learn(kind, gained, self.used)

    def _begin_in_parts(self) -> None:
        if self._mailbox.best is None:
            lowest = self._matrix.col_lower[self.decisions.columns]
            self._attempt(Box(lowest, lowest), None, FIRST_EFFORT, 0.01)
        self._parts = Parts(self._matrix, self.decisions, self._relaxation(self._single), self._rng)

    def _any_plan(self) -> None:
        """Look for a plan without a guide, each time longer."""
        anything = np.full(self.decisions.columns.size, np.inf)
        self._attempt(Box(-anything, anything), None, self._try_effort, 1.0)
        self._try_effort = min(LONGEST_TRY_EFFORT, 2 * self._try_effort)

    def _follow(self, best: Found) -> float:
        """Look between the incumbent and what rounding the guide gives; return the gain."""
        assert self._guide is not None
        box = rounded(self.decisions, self._guide, 0)
        incumbent = np.round(best.x[self.decisions.columns])
        box = Box(np.minimum(box.lower, incumbent), np.maximum(box.upper, incumbent))
        return self._attempt(box, best, GUIDE_EFFORT, self._gap)

    def _is_worth_following(self, guide: Floats, best: Found) -> bool:
        """Say whether a guide promises a better plan, and clearly more than the last one that was followed did."""
        value = float(self._matrix.cost @ guide) + self._matrix.offset
        more = value < self._followed - WORTH_FOLLOWING * abs(best.objective)
        worth = value < best.objective and (more or self._gained_by_following >= GAINED_MUCH)
        if worth:
            self._followed = value
        return worth

    def _attempt(
        self, box: Box, best: Found | None, effort: float, gap: float, counters: Floats | None = None
    ) -> float:
        """Solve inside a box of single periods; return the gain as a share of the incumbent.

        With the counters held at given values, what may change is where phases stand.
        """
        if counters is None:
            self._free_counters()
        else:
            set_bounds(self._solver, self._counters, counters, counters)
        before = self._mailbox.best
        self._solve(self._single, self._solver, box, best, effort, gap)
        if before is None or self._mailbox.best is None:
            return 1.0 if self._mailbox.best is not None else 0.0
        return (before.objective - self._mailbox.best.objective) / max(1e-9, abs(before.objective))

    def _free_counters(self) -> None:
        lower, upper = self._matrix.col_lower[self._counters], self._matrix.col_upper[self._counters]
        set_bounds(self._solver, self._counters, lower, upper)

    def _solve(
        self,
        grid: Grid,
        solver: highspy.Highs,
        box: Box,
        start: Found | None,
        effort: float,
        gap: float,
    ) -> Found | None:
        """Solve inside a box of a grid; return a plan that is better than the start, or None."""
        columns = grid.decisions.columns
        lower = np.maximum(box.lower, grid.matrix.col_lower[columns])
        upper = np.minimum(box.upper, grid.matrix.col_upper[columns])
        set_bounds(solver, columns, lower, np.maximum(lower, upper))
        solver.clearSolver()
        solver.setOptionValue("mip_rel_gap", gap)
        if start is not None:
            start_from(solver, grid.start(start.x))
        self.used = self.effort.run(solver, effort)
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        plan = Found(float(info.objective_function_value), grid.point(point(solver)))
        if start is not None and not _better(plan, start):
            return None
        plan = self._polished(plan)
        self._report(plan)
        return plan

    def _report(self, plan: Found) -> None:
        """Report a plan that is better than the incumbent."""
        best = self._mailbox.best
        if best is None or _better(plan, best):
            self._mailbox.share(plan)

    def _polished(self, plan: Found) -> Found:
        """Solve the continuous part of a plan again: where the solver stopped at a limit, it may be far off."""
        if self._polisher is None:
            self._polisher = load(self._matrix, solve_relaxation=True)
            self.effort.watch(self._polisher)
        whole = np.round(plan.x[self._whole])
        set_bounds(self._polisher, self._whole, whole, whole)
        self._polisher.run()
        if self._polisher.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return plan
        polished = Found(float(self._polisher.getInfo().objective_function_value), point(self._polisher))
        return min(plan, polished, key=lambda one: one.objective)

    def _grid(self, periods: int) -> Grid:
        return self._single if periods == 1 else Grid.of(self._matrix, self.decisions, periods)

    def _relaxation(self, grid: Grid) -> highspy.Highs:
        """Return a solver that holds the LP relaxation of a grid."""
        solver = load(grid.matrix, solve_relaxation=True, solver="ipm")
        self.effort.watch(solver)
        return solver

    def _loaded(self, grid: Grid) -> highspy.Highs:
        """Return a solver that reports the plans it finds on a grid, with a seed of its own."""
        solver = load(grid.matrix, random_seed=self._seed)
        self._seed += 1
        self.effort.watch(solver)

        def on_incumbent(event: Any) -> None:
            # Nothing may escape from a callback: an exception would unwind through the solver.
            try:
                x = grid.point(np.array(event.data_out.mip_solution, dtype=float))
                self._report(Found(float(event.data_out.objective_function_value), x))
            except Exception:
                self._mailbox.cancel()

        solver.cbMipImprovingSolution.subscribe(on_incumbent)
        return solver

    def _learn(self, kind: str, gained: float, used: float) -> None:
        """Size neighbourhoods to the effort they take, prefer kinds that gain, and give all more when none does."""
        share = used / self._try_effort
        if gained <= 0:
            factor = 0.7 if share > 0.9 else 1.3 if share < 0.4 else 1.0
            self._share[kind] = min(LARGEST_SHARE, max(SMALLEST_SHARE, self._share[kind] * factor))
        self._merit[kind] = 0.7 * self._merit[kind] + 0.3 * (2.0 if gained > 0 else 0.4)
        self.idle_tries = 0 if gained > 0 else self.idle_tries + 1
        if self.idle_tries and self.idle_tries % STALL_TRIES == 0:
            self._try_effort = min(LONGEST_TRY_EFFORT, 1.5 * self._try_effort)


def _better(plan: Found, other: Found) -> bool:
    return plan.objective < other.objective - WORTH * abs(other.objective)


def _range(counts: list[Floats]) -> tuple[Floats, Floats]:
    return np.minimum.reduce(counts), np.maximum.reduce(counts)
