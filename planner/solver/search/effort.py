"""Effort: how much work a try may take, counted in LP relaxations of the model and never in seconds.

A machine that is slow, or that is shared, takes more seconds for the same search and should end up with the same plan
later, not with a worse one. So the search measures what one LP relaxation takes where it runs, and gives each try a
multiple of that. Where the same seed must lead to the same plan again, a try is cut short by the solver's own rounds
instead (a node, a round of cuts), which come in the same order on every machine.
"""

import time
from collections.abc import Callable

import highspy
import numpy as np

from planner.solver.messages.mailbox import Mailbox

ROUNDS = 8
"""Rounds of the solver that take about as long as one LP relaxation; measured on models of 40 periods."""
NODES = 20
"""Nodes of a tree inside a box that take about as long as one LP relaxation."""
SHORTEST_SECONDS = 0.05
"""Below that a measurement says more about the clock than about the model."""
MAX_STRETCH = 8.0


class Effort:
    """The limits of one worker's tries, and what they used of them."""

    def __init__(self, mailbox: Mailbox, *, timed: bool) -> None:
        """Count in time, as multiples of a measured LP relaxation, or in the solver's own rounds."""
        self._mailbox = mailbox
        self._timed = timed
        self._relaxation_cpu_seconds = SHORTEST_SECONDS
        # Seconds on the clock for a second of work: above 1 where others use the same cores.
        self._stretch = 1.0
        self._rounds, self._max_rounds = 0, np.inf

    def watch(self, solver: highspy.Highs) -> None:
        """Have a solver stop at the end of its effort, and soon after the worker is cancelled."""
        solver.cbMipInterrupt.subscribe(self._heartbeat)
        for callback in (solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
            callback.subscribe(lambda event: event.interrupt(self._mailbox.cancelled))

    def relaxation(self, solver: highspy.Highs) -> None:
        """Solve an LP relaxation: from now on it is the unit of effort."""
        cpu_seconds = self._run(solver)
        self._relaxation_cpu_seconds = max(SHORTEST_SECONDS, cpu_seconds)

    def run(self, solver: highspy.Highs, relaxations: float) -> float:
        """Run for as many relaxations at most, and return how many were used."""
        if self._timed:
            limit = relaxations * self._relaxation_cpu_seconds * self._stretch
            solver.setOptionValue("time_limit", max(SHORTEST_SECONDS, limit))
            self._max_rounds = np.inf
        else:
            self._max_rounds = max(1.0, relaxations * ROUNDS)
        self._rounds = 0
        cpu_seconds = self._run(solver)
        return cpu_seconds / self._relaxation_cpu_seconds if self._timed else self._rounds / ROUNDS

    def allowance(self, relaxations: float, *, of_waiting: bool = False) -> Callable[[], bool]:
        """Return a function that says whether anything is left of so many relaxations, counted from now.

        They are counted in CPU time, or on the clock where the worker waits for another.
        """
        clock = time.monotonic if of_waiting else time.process_time
        until = clock() + relaxations * self._relaxation_cpu_seconds * (self._stretch if of_waiting else 1.0)
        return lambda: clock() < until

    def of_tree(self, relaxations: float) -> tuple[Callable[[], bool], float]:
        """Return whether a tree may go on, as a function to be asked, and how many nodes it may have."""
        if self._timed:
            return self.allowance(relaxations), np.inf
        return lambda: True, max(1.0, relaxations * NODES)

    def used_by_tree(self, cpu_seconds: float, nodes: int) -> float:
        """Return the effort of a tree."""
        return cpu_seconds / self._relaxation_cpu_seconds if self._timed else nodes / NODES

    def _run(self, solver: highspy.Highs) -> float:
        """Run and return the CPU seconds that it took."""
        cpu, wall = time.process_time(), time.monotonic()
        solver.run()
        cpu_seconds, wall_seconds = time.process_time() - cpu, time.monotonic() - wall
        if cpu_seconds >= SHORTEST_SECONDS:
            now = min(MAX_STRETCH, max(1.0, wall_seconds / cpu_seconds))
            self._stretch = (self._stretch + now) / 2
        return cpu_seconds

    # An exception must not leave a callback: it would unwind through the solver.

    def _heartbeat(self, event: highspy.HighsCallbackEvent) -> None:
        self._rounds += 1
        event.interrupt(self._mailbox.cancelled or self._rounds > self._max_rounds)
