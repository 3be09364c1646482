"""Primal heuristics: fresh plans, and large-neighbourhood search (LNS) around the best of them.

Neighbourhoods of several kinds compete: each is sized to the effort that it takes, and the kinds that gain are chosen
more often. Now and then a fresh plan is made: the region between two good plans is a neighbourhood too.
"""

from itertools import combinations

import numpy as np

from planner.registry.rows import ROWS_FOR_BOUND
from planner.registry.variables import COUNTERS
from planner.solver.highs import set_bounds
from planner.solver.messages.mailbox import Mailbox
from planner.solver.messages.wire import Done, FeasiblePoint, Task
from planner.solver.program.decisions import Decisions
from planner.solver.program.matrix import Floats
from planner.solver.search.balance import SMALLEST_EFFORT, Balance
from planner.solver.search.coarse_to_fine import Fresh
from planner.solver.search.effort import Effort
from planner.solver.search.helper import Helper
from planner.solver.search.neighbourhoods import (
    COUNTERS_HELD,
    KINDS,
    Around,
    Box,
    Dice,
    choose,
    of_nodes,
    of_window,
    rounded,
    shifted,
)
from planner.solver.search.restricted import Restricted
from planner.solver.search.subproblems import SUBPROBLEM_INTEGERS, Subproblems
from planner.solver.search.sweep import Sweep, Windows
from planner.solver.search.time_grid import Grid, coarsest

# Efforts are counted in LP relaxations of the coarsest grid; see `Effort`.
FIRST_EFFORT = 4.0
ITERATION_EFFORT, MAX_EFFORT = 2.0, 10.0
# Neighbourhoods that all have their turn before chance decides: the phases of one node stand elsewhere, everything in
# a window of periods is free, every start moves by a period. The share is by how much an incumbent has to be better for
# another round of them.
SITING_EFFORT, WORTH_SITING = 3.0, 1e-2
WINDOW_EFFORT, WORTH_WINDOWS = 2.0, 1e-4
SHIFT_EFFORT = 3.0
# Of everything between the incumbent and a reference point, where the incumbent is further off than this share: there
# the grids misled, and small neighbourhoods take long to make up for it.
FOLLOW_EFFORT, FAR_OFF = 5.0, 0.08
# Of two nodes together, after every fresh plan too, where no two have more decisions: where nodes compete for money or
# tools, one of them alone gains nothing. With less effort a search would end before it finds anything. Where there are
# many nodes, some pairs have their turn after this plan and others after the next.
TWO_NODES_EFFORT, MAX_OF_TWO_NODES, MAX_PAIRS = 10.0, 300, 6
STALL_LIMIT = 12
# Decisions that are free between two plans. Where there are more, HiGHS's heuristics find plans and a dive does not.
MAX_BETWEEN_BY_TREE = 120
# Iterations between two fresh plans; twice as many where the region between plans gains nothing.
FRESH_EVERY = 3
MAX_PLANS, MAX_RIVALS = 6, 3
SMALLEST_SHARE, LARGEST_SHARE, FIRST_SHARE = 0.02, 0.9, 0.25
# Boxes are searched to this gap whatever the run is asked for: many small gains bring a plan within a wide gap too.
BOX_GAP = 1e-4


def improve(task: Task, mailbox: Mailbox) -> None:
    """Search until cancelled; the less that gains, the more effort goes into the proof."""
    search = Search(task, mailbox)
    helper, balance = Helper(task, mailbox, search.effort), Balance()
    search.first_plan()
    while not mailbox.cancelled:
        if not search.decisions.columns.size:
            mailbox.wait(0.2)
            continue
        before = mailbox.best
        search.step()
        is_help_wanted = balance.is_time_to_help and helper.can_help
        balance.searched(_gain(before, mailbox.best), search.used, is_help_wanted=is_help_wanted)
        due = max(balance.due, SMALLEST_EFFORT) if helper.is_awaited else balance.due
        if due and mailbox.best is not None:
            balance.helped(helper.work(due) / max(1e-9, abs(mailbox.best.objective)), due)
    mailbox.send(Done("stopped"))


def _gain(before: FeasiblePoint | None, now: FeasiblePoint | None) -> float:
    """Return by what share of itself an incumbent was improved, 1 for a first one."""
    if before is None or now is None:
        return 0.0 if now is None else 1.0
    return (before.objective - now.objective) / max(1e-9, abs(before.objective))


class Search:
    """The state of a search: one solver whose bounds change, and the merit of each kind of neighbourhood."""

    def __init__(self, task: Task, mailbox: Mailbox) -> None:
        """Prepare a search; without another worker its effort is counted in rounds of the solver, not timed."""
        self._matrix = task.matrix.without_rows(ROWS_FOR_BOUND)
        self._mailbox = mailbox
        self.effort = Effort(mailbox, timed=task.helped)
        self._dice = Dice(task.seed)
        self._gap = min(task.gap, BOX_GAP)
        self.decisions = Decisions.of(self._matrix)
        self._counters = np.array(
            [i for i, (name, _) in enumerate(self._matrix.columns) if name in COUNTERS], dtype=int
        )
        self._restricted = Restricted(self._matrix, mailbox, self.effort, task.seed)
        self._fresh = Fresh(self._matrix, self.decisions, self._restricted, self.effort)
        self._single = Grid.of(self._matrix, self.decisions, 1)
        self._solver = self._restricted.loaded(self._single)
        self._plans: list[FeasiblePoint] = []
        self._pairs: list[tuple[FeasiblePoint, FeasiblePoint]] = []
        self._reference: Floats | None = None
        self._promised = np.inf
        share = SUBPROBLEM_INTEGERS / self.decisions.columns.size if self._matrix.large else FIRST_SHARE
        nodes, counts = np.unique(self.decisions.node[self.decisions.node >= 0], return_counts=True)
        self._nodes: list[int] = nodes.tolist()
        are_few = np.sort(counts)[-2:].sum() <= MAX_OF_TWO_NODES
        self._two_nodes = list(combinations(self._nodes, 2)) if are_few else []
        self._share = dict.fromkeys(KINDS, share)
        self._two_nodes_left: list[tuple[int, int]] = []
        self._windows = Windows(int(self.decisions.period.max(initial=0)) + 1)
        self._windows_left, self._shifts = Sweep[tuple[int, int]](WORTH_WINDOWS), Sweep[int](WORTH_WINDOWS)
        self._sitings = Sweep[int](WORTH_SITING)
        self._is_siting = False
        self._paired = np.inf
        self._merit = dict.fromkeys(KINDS, 1.0)
        self._iteration_effort = ITERATION_EFFORT
        self._subproblems: Subproblems | None = None
        self._turn = False
        self.stalled_iterations = 0
        self._fresh_every = self._until_fresh = FRESH_EVERY
        self.used = 0.0

    def first_plan(self) -> None:
        """Find a first plan coarse to fine in time, unless there is one."""
        if not self.decisions.columns.size:
            return
        known = self._mailbox.best is not None
        if known or self._matrix.large:
            self._fresh.relaxation(Grid.of(self._matrix, self.decisions, coarsest(self.decisions)))
        if self._matrix.large:
            self._begin_with_subproblems()
        if not known:
            self._fresh_plan()
            # A first plan may be far off by chance: the better of two is what is then improved.
            self._until_fresh = 0

    def step(self) -> None:
        """Do one iteration around the incumbent, or look for any plan."""
        best = self._mailbox.best
        if best is None:
            self._any_plan()
            return
        reference = self._mailbox.take_reference_point()
        if reference is not None and self._subproblems is None:
            self._reference = reference.x[self.decisions.columns]
            self._promised = float(self._matrix.cost @ reference.x) + self._matrix.offset
        if self._pairs:
            self._between(*self._pairs.pop())
        elif self._subproblems is None and self._until_fresh <= 0:
            # The gain from the last fresh plan decides how soon there is another.
            self._until_fresh = self._fresh_every
            self._fresh_every *= 2
            self._fresh_plan()
        else:
            self._try(best)

    def _fresh_plan(self) -> None:
        """Make a fresh plan, and queue the regions between it and the best other plans."""
        is_new = self._mailbox.best is None or self._mailbox.best.objective != self._paired
        is_due = is_new and not self._matrix.large
        self._two_nodes_left = (
            self._dice.sample(self._two_nodes, min(MAX_PAIRS, len(self._two_nodes))) if is_due else []
        )
        best = self._mailbox.best
        is_best_sited = best is not None and not self._sitings.is_due(best.objective)
        plan = self._fresh.plan(self._mailbox)
        self.used = self._fresh.used
        if plan is not None and is_best_sited and not self._matrix.large:
            # Else it would not compare with the incumbent.
            plan = self._sited(plan)
        best = self._mailbox.best
        if plan is not None and best is not None:
            rivals = [other for other in (*self._plans, best) if not self._same(plan, other)]
            self._pairs = [(plan, other) for other in rivals[-MAX_RIVALS:]]
            self._plans = sorted([*self._plans, plan], key=lambda one: -one.objective)[-MAX_PLANS:]

    def _same(self, one: FeasiblePoint, other: FeasiblePoint) -> bool:
        columns = self.decisions.columns
        return bool(np.array_equal(np.round(one.x[columns]), np.round(other.x[columns])))

    def _between(self, one: FeasiblePoint, other: FeasiblePoint) -> None:
        """Search the region between two plans."""
        counts = [np.round(plan.x[self.decisions.columns]) for plan in (one, other)]
        better = min(one, other, key=lambda plan: plan.objective)
        self._free_counters()
        box = Box(np.minimum(*counts), np.maximum(*counts))
        plan = self._solve(box, better, self._iteration_effort, self._gap, MAX_BETWEEN_BY_TREE)
        if plan is not None:
            self._plans = [plan if other is better else other for other in self._plans]
            self._fresh_every = FRESH_EVERY
            self._pairs += [
                (plan, third) for third in self._plans if all(third is not known for known in (plan, one, other))
            ][-1:]

    def _try(self, best: FeasiblePoint) -> None:
        """Search one neighbourhood of the incumbent, and update the merit of its kind."""
        incumbent = np.round(best.x[self.decisions.columns])
        if self._subproblems is not None:
            # All sites come once before the neighbourhoods do; then both alternate.
            self._turn = self._subproblems.rounds < 2 or not self._turn
            box = self._subproblems.box(incumbent) if self._turn else None
            if box is not None:
                self._attempt(box, best, MAX_EFFORT, 0.01)
                return
        around = Around(incumbent, incumbent if self._reference is None else self._reference)
        if self._two_nodes_left:
            self._paired = best.objective
            box = of_nodes(self.decisions, around, self._two_nodes_left.pop())
            self._attempt(box, best, TWO_NODES_EFFORT, self._gap)
            return
        if self._reference is not None and best.objective - self._promised > FAR_OFF * abs(best.objective):
            self._promised = np.inf
            self._follow(best, self._reference)
            return
        if not self._matrix.large and self._sweep(best, around):
            return
        self._until_fresh -= 1
        kind = self._dice.choices(list(KINDS), [self._merit[kind] for kind in KINDS])[0]
        box = choose(self.decisions, around, kind, self._share[kind], self._dice)
        held = np.round(best.x[self._counters]) if kind in COUNTERS_HELD else None
        gained = self._attempt(box, best, self._iteration_effort, self._gap, held)
        self._learn(kind, gained, self.used)

    def _sweep(self, best: FeasiblePoint, around: Around) -> bool:
        """Search what has its turn around an incumbent: the next node, the next window, or all starts.

        Return False where nothing is due. Nodes and windows come by turns: either may be what a bad plan lacks.
        """
        objective = best.objective
        is_window_due = self._windows_left.is_due(objective)
        self._is_siting = self._sitings.is_due(objective) and not (self._is_siting and is_window_due)
        if self._is_siting:
            node = self._sitings.take(objective, self._nodes_by_lot())
            box = of_nodes(self.decisions, around, (node,))
            self._attempt(box, best, SITING_EFFORT, self._gap, np.round(best.x[self._counters]))
        elif is_window_due:
            window = self._windows_left.take(objective, self._windows.all())
            self._attempt(of_window(self.decisions, around, *window), best, WINDOW_EFFORT, self._gap)
            self._windows.learn(self.used / WINDOW_EFFORT)
        elif self._shifts.is_due(objective):
            periods = self._shifts.take(objective, [1])
            self._attempt(shifted(self.decisions, around, periods), best, SHIFT_EFFORT, self._gap)
        else:
            return False
        return True

    def _follow(self, best: FeasiblePoint, reference: Floats) -> None:
        """Search between the incumbent and the rounded reference point, once for each."""
        incumbent = np.round(best.x[self.decisions.columns])
        box = rounded(self.decisions, reference, 0)
        box = Box(np.minimum(box.lower, incumbent), np.maximum(box.upper, incumbent))
        self._attempt(box, best, FOLLOW_EFFORT, self._gap)

    def _sited(self, plan: FeasiblePoint) -> FeasiblePoint:
        """Return a plan at least as good, with the phases of one node after the other sited anew."""
        used = self.used
        for node in self._nodes_by_lot():
            if not self._mailbox.cancelled:
                counts = np.round(plan.x[self.decisions.columns])
                box = of_nodes(self.decisions, Around(counts, counts), (node,))
                self._hold_counters(np.round(plan.x[self._counters]))
                plan = self._solve(box, plan, SITING_EFFORT, self._gap) or plan
                used += self.used
        self.used = used
        return plan

    def _nodes_by_lot(self) -> list[int]:
        return self._dice.sample(self._nodes, len(self._nodes))

    def _begin_with_subproblems(self) -> None:
        if self._mailbox.best is None:
            lowest = self._matrix.col_lower[self.decisions.columns]
            self._attempt(Box(lowest, lowest), None, FIRST_EFFORT, 0.01)
        self._subproblems = Subproblems(
            self._matrix, self.decisions, self._restricted.relaxation(self._single), self._dice
        )

    def _any_plan(self) -> None:
        """Look for any plan, with more effort each time."""
        anything = np.full(self.decisions.columns.size, np.inf)
        self._attempt(Box(-anything, anything), None, self._iteration_effort, 1.0)
        self._iteration_effort = min(MAX_EFFORT, 2 * self._iteration_effort)

    def _attempt(
        self, box: Box, best: FeasiblePoint | None, effort: float, gap: float, counters: Floats | None = None
    ) -> float:
        """Solve inside a box of single periods; return the gain as a share of the incumbent.

        With the counters fixed, only the places of phases may change.
        """
        if counters is None:
            self._free_counters()
        else:
            self._hold_counters(counters)
        before = self._mailbox.best
        self._solve(box, best, effort, gap)
        return _gain(before, self._mailbox.best)

    def _solve(
        self, box: Box, start: FeasiblePoint | None, effort: float, gap: float, by_tree_up_to: float = np.inf
    ) -> FeasiblePoint | None:
        """Solve inside a box of single periods, by our own tree where not too much is free in it."""
        by_tree = not self._matrix.large and int((box.upper > box.lower).sum()) <= by_tree_up_to
        plan = self._restricted.solve(self._single, self._solver, box, start, effort, gap, by_tree=by_tree)
        self.used = self._restricted.used
        return plan

    def _free_counters(self) -> None:
        lower, upper = self._matrix.col_lower[self._counters], self._matrix.col_upper[self._counters]
        set_bounds(self._solver, self._counters, lower, upper)

    def _hold_counters(self, counters: Floats) -> None:
        set_bounds(self._solver, self._counters, counters, counters)

    def _learn(self, kind: str, gained: float, used: float) -> None:
        """Size neighbourhoods to their effort, prefer kinds that gain, and raise the effort of all when none does."""
        share = used / self._iteration_effort
        if gained <= 0:
            factor = 0.7 if share > 0.9 else 1.3 if share < 0.4 else 1.0
            self._share[kind] = min(LARGEST_SHARE, max(SMALLEST_SHARE, self._share[kind] * factor))
        self._merit[kind] = 0.7 * self._merit[kind] + 0.3 * (2.0 if gained > 0 else 0.4)
        self.stalled_iterations = 0 if gained > 0 else self.stalled_iterations + 1
        if self.stalled_iterations and self.stalled_iterations % STALL_LIMIT == 0:
            self._iteration_effort = min(MAX_EFFORT, 1.5 * self._iteration_effort)
