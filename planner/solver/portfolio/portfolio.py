"""The portfolio: branch and bound in one process, large-neighbourhood search in another; they share incumbents."""

import logging
import queue
import threading
import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from planner.plan.records import Status
from planner.solver.events import Incumbent, OnIncumbent, OnProgress, Progress, ignore, ignore_incumbent
from planner.solver.messages.process import TICK_SECONDS, Inbox
from planner.solver.messages.wire import (
    Bound,
    Done,
    FeasiblePoint,
    Idle,
    Message,
    Nodes,
    Probe,
    ProbeResult,
    Ready,
    ReferencePoint,
    Refuted,
    SharedBasis,
    SharedCuts,
    Task,
    WarmStart,
)
from planner.solver.options import HIGHS, Proof, SolveOptions
from planner.solver.portfolio.before_and_after import POLISH_SECONDS, polished, warm_up
from planner.solver.portfolio.crew import Crew
from planner.solver.portfolio.gap import Gap
from planner.solver.portfolio.ledger import Ledger
from planner.solver.portfolio.outcome import Outcome, is_impossible, status_without_plan
from planner.solver.program.matrix import Floats, Matrix

log = logging.getLogger(__name__)

GRACE_SECONDS = 2.0
"""Grace period for a worker's last messages when time is up."""
LEAVE_SECONDS = 0.3
"""The same where nothing more can be learned: a worker that ends its task can take the next one."""
ANSWER_SECONDS = 0.6
"""The same after a cancel, when a person waits: HiGHS may not respond for seconds while it factorises."""
MAX_CLOSER = 3
"""Proofs at most that continue where a solver ended within the gap of the objective, not of what a plan can change."""


class Portfolio:
    """One run over a matrix."""

    def __init__(
        self,
        matrix: Matrix,
        options: SolveOptions,
        listener: OnProgress,
        cancel: threading.Event,
        start: Floats | WarmStart | None = None,
        probes: tuple[Probe, ...] = (),
        on_incumbent: OnIncumbent = ignore_incumbent,
        penalised: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Prepare a run from a plan, a warm start, or nothing; nothing starts before `run`.

        Part of what the columns marked as `penalised` cost may be unavoidable.
        """
        self._probes = probes
        self._on_incumbent = on_incumbent
        self._probed: list[ProbeResult] = []
        self._matrix = matrix
        self._options = options
        self._listener = listener
        self._cancel = cancel
        self._inbox: Inbox = queue.SimpleQueue()
        self._warm = start if isinstance(start, WarmStart) else None
        known = start if not isinstance(start, WarmStart) else None
        self._best = FeasiblePoint(float(matrix.cost @ known) + matrix.offset, known) if known is not None else None
        self._bound = -np.inf
        self._measure = Gap(matrix, options.gap, penalised)
        self._ledger = Ledger("prove")
        self._lent: dict[str, Nodes] = {}
        self._root: dict[type[Message], Message] = {}
        self._verdict: Done | None = None
        self._proof_lost = False
        self._errors: dict[str, str] = {}
        self._notes: list[str] = []
        self._proof = options.proof
        self._refuted = ""
        self._started_at = time.monotonic()

    def run(self) -> Outcome:
        """Run all workers until the requested gap, the time limit or a cancel; then polish the incumbent.

        Where a plan refutes what the solver has proven, the proof restarts as a strict one, from the best plan.
        """
        matrix, options = self._matrix, self._options
        alone = options.threads == 1 or options.node_limit is not None or not matrix.integer.any()
        roles = ["prove"] if alone else ["prove", "improve"]
        task = Task("prove", matrix, options.gap, options.seed, len(roles) > 1, options.time_limit_seconds)
        task = replace(task, solver=options.solver, node_limit=options.node_limit, proof=options.proof)
        log.info("solve: %d columns, %d rows, workers %s", matrix.cost.size, matrix.row_lower.size, ", ".join(roles))
        self._warm_up(task)
        self._work(task, roles)
        task = self._made_strict(task, roles)
        for _ in range(MAX_CLOSER):
            if self._best is None or not self._ended_early():
                break
            self._work_again(replace(task, gap=self._measure.closer(self._best.objective)), roles)
        self._polish(task)
        if self._is_refuted():  # polished, the plan may lie below what was proven
            self._polish(self._made_strict(task, roles))
        return self._outcome()

    def _made_strict(self, task: Task, roles: list[str]) -> Task:
        """Restart a refuted proof as a strict one, and return the task from then on."""
        if self._refuted:
            log.warning("%s; the proof restarts as a strict one", self._refuted)
            self._proof, self._bound = Proof.STRICT, -np.inf
            task = replace(task, proof=self._proof)
            self._work_again(task, roles)
        return task

    def _work_again(self, task: Task, roles: list[str]) -> None:
        """Restart the proof from the best plan."""
        self._verdict = None
        self._ledger, self._lent, self._root, self._inbox = Ledger("prove"), {}, {}, queue.SimpleQueue()
        self._work(replace(task, time_limit_seconds=self._seconds_left), roles)

    def _ended_early(self) -> bool:
        """Whether a solver ended within the gap of the objective, and not of what a plan can change."""
        is_proven = self._verdict is not None and self._verdict.verdict == "optimal" and not self._refuted
        return is_proven and not self._cancel.is_set() and self._seconds_left > 0 and not self._is_reached()

    def _work(self, task: Task, roles: list[str]) -> None:
        """Run the workers until there is a reason to stop."""
        tasks = {role: replace(task, role=role, seed=self._options.seed + i) for i, role in enumerate(roles)}
        crew = Crew(tasks, self._inbox, self._best)
        try:
            self._follow(crew)
            self._wind_down(crew)
        finally:
            crew.end()
            self._notes.append(crew.note)

    @property
    def _seconds_left(self) -> float:
        return max(0.0, self._options.time_limit_seconds - self._seconds)

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._started_at

    def _follow(self, crew: Crew) -> None:
        if "prove" not in crew.roles:
            self._lose_proof()
        self._report_progress("solve")
        while not self._finished(crew):
            crew.wake()
            try:
                worker, message = self._inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                self._report_progress("solve")
                continue
            if not crew.holds(worker):
                continue
            role = worker.role
            if message is None:
                self._replace_dead(crew, role)
                continue
            if isinstance(message, Nodes):
                message = self._ledger.addressed(role, message)
            self._receive(role, message)
            if isinstance(message, SharedBasis | SharedCuts):
                self._root[type(message)] = message
            if isinstance(message, ReferencePoint | SharedBasis | SharedCuts) or message is self._best:
                crew.send_all(message, but=role)
            self._share_work(crew, role, message)
            if message is self._best:
                self._on_incumbent(Incumbent(message.x, self._matrix.unscaled(self._bound)))
            self._report_progress("solve")

    def _replace_dead(self, crew: Crew, role: str) -> None:
        """Start a worker again that has died: one dead worker costs only its part."""
        if role == "prove" and self._verdict is not None:
            return
        restarted = crew.replace_dead(role, self._seconds_left, self._best, self._errors.pop(role, ""))
        if role == "prove":
            # The bound stays. The tree is lost, and with it the root that the other may have joined.
            joined, self._root = bool(self._root), {}
            self._ledger, self._lent = Ledger("prove"), {}
            if joined:
                crew.replace("improve", self._seconds_left, self._best)
            if not restarted:
                self._lose_proof()
            return
        # Its nodes go back as they were lent.
        back = replace(self._lent.pop(role), to="prove") if role in self._lent else None
        self._ledger.lose(role, back)
        if back is not None:
            crew.send("prove", back)
        for message in self._root.values():
            crew.send(role, message)

    def _lose_proof(self) -> None:
        self._verdict, self._proof_lost = Done("error"), True

    def _share_work(self, crew: Crew, role: str, message: Message) -> None:
        """Pass open nodes on, and ask their holder to hand some to a worker that is ready for them."""
        if isinstance(message, Nodes):
            self._lent.pop(role, None)
            self._lent[message.to] = message
            crew.send(message.to, message)
        asked = self._ledger.to_split()
        if asked is not None:
            giver, split = asked
            crew.send(giver, split)

    def _finished(self, crew: Crew) -> bool:
        return (
            self._cancel.is_set()
            or (self._verdict is not None and not self._goes_on_without_proof(crew))
            or self._is_refuted()
            or self._seconds > self._options.time_limit_seconds
            or self._is_reached()
        )

    def _goes_on_without_proof(self, crew: Crew) -> bool:
        """Whether the search for plans uses the time left: there is none yet, or the process that proves died."""
        failed = self._verdict is not None and self._verdict.verdict == "error"
        limited = np.isfinite(self._options.time_limit_seconds)
        return bool(failed and limited and "improve" in crew.roles and (self._best is None or self._proof_lost))

    def _is_refuted(self) -> bool:
        """Whether a plan shows that the proof so far is wrong, and a strict one can take its place."""
        if self._proof is Proof.STRICT or self._options.solver != HIGHS:
            return False
        if self._best is not None and is_impossible(self._bound, self._best.objective):
            self._refuted = self._refuted or "what was proven lies above a plan"
        return bool(self._refuted)

    def _receive(self, role: str, message: Message) -> None:
        match message:
            case FeasiblePoint() if self._best is None or message.objective < self._best.objective:
                self._best = message
                log.debug("%.1f s: plan of %.9g from %s", self._seconds, self._matrix.unscaled(message.objective), role)
            case Bound() | Nodes() | Ready() | Idle():
                self._ledger.enter(role, message)
                self._settle_bound()
            case Refuted() if self._proof is not Proof.STRICT:
                self._refuted = self._refuted or message.reason
            case Done() if role == "prove":
                self._verdict = self._verdict or message
            case Done(verdict="error"):
                self._errors[role] = message.message

    def _settle_bound(self) -> None:
        """Update the bound from the ledger; with no open node left the proof is complete."""
        if not self._ledger.closed:
            self._bound = max(self._bound, self._ledger.bound)
        elif self._best is None:
            self._verdict = self._verdict or Done("infeasible")
        else:
            self._bound = max(self._bound, self._best.objective)
            self._verdict = self._verdict or Done("optimal")

    def _gap(self) -> float:
        if self._best is None or not np.isfinite(self._bound):
            return float("inf")
        return self._measure.of(self._best.objective, self._bound)

    def _is_reached(self) -> bool:
        return self._best is not None and self._measure.is_reached(self._best, self._bound, self._is_overdue)

    def _is_overdue(self) -> bool:
        return self._cancel.is_set() or self._seconds > self._options.time_limit_seconds + POLISH_SECONDS

    def _report_progress(self, phase: str) -> None:
        incumbent = self._matrix.unscaled(self._best.objective) if self._best else float("inf")
        bound = self._matrix.unscaled(self._bound)
        self._listener(Progress(phase, self._seconds, incumbent, min(bound, incumbent), self._gap()))

    def _wind_down(self, crew: Crew) -> None:
        """Receive the workers' last messages within the grace period."""
        grace = ANSWER_SECONDS if self._cancel.is_set() else GRACE_SECONDS
        for role, message in crew.last_messages(lambda: grace if self._gap() > 0 else LEAVE_SECONDS):
            self._receive(role, message)

    def _warm_up(self, task: Task) -> None:
        if self._warm is None:
            return
        self._report_progress("warm start")
        for message in warm_up(task, self._warm, self._best, self._cancel.is_set, self._notes):
            self._receive("warm", message)
            if isinstance(message, FeasiblePoint):
                self._on_incumbent(Incumbent(message.x, -np.inf))

    def _polish(self, task: Task) -> None:
        """Polish the best plan; a cancel does not skip it."""
        if self._best is not None:
            self._report_progress("polish")
            self._best, self._probed = polished(task, self._best, self._probes, self._notes)

    def _outcome(self) -> Outcome:
        matrix, verdict = self._matrix, self._verdict
        failed = verdict.message if verdict is not None and verdict.verdict == "error" else ""
        refuted = f"{self._refuted}; the proof was restarted as a strict one." if self._refuted else ""
        failed = " ".join(filter(None, (refuted, failed, *self._notes)))
        if self._best is None:
            bound, status = matrix.unscaled(self._bound), status_without_plan(self._verdict, self._cancel.is_set())
            return Outcome(status, None, float("inf"), bound, self._seconds, failed, proof=self._proof)
        objective = matrix.objective(self._best.x)
        proven_bound = matrix.unscaled(self._bound)
        if is_impossible(proven_bound, objective):
            failed = f"the bound {proven_bound:.9g} lies above a plan of {objective:.9g}: one of them is wrong"
            return Outcome(Status.ERROR, self._best.x, objective, objective, self._seconds, failed, proof=self._proof)
        bound = min(proven_bound, objective)
        proven = self._measure.is_proven(matrix.scale * objective, matrix.scale * bound)
        status = Status.OPTIMAL if proven else Status.CANCELLED if self._cancel.is_set() else Status.FEASIBLE
        tried = tuple(replace(one, gain=one.gain / matrix.scale) for one in self._probed)
        unavoidable = matrix.unscaled(self._measure.unavoidable(matrix.scale * objective))
        return Outcome(status, self._best.x, objective, bound, self._seconds, failed, tried, self._proof, unavoidable)


def solve_matrix(
    matrix: Matrix,
    options: SolveOptions,
    listener: OnProgress = ignore,
    cancel: threading.Event | None = None,
    start: Floats | WarmStart | None = None,
    probes: tuple[Probe, ...] = (),
    on_incumbent: OnIncumbent = ignore_incumbent,
    penalised: npt.NDArray[np.bool_] | None = None,
) -> Outcome:
    """Minimise a mixed-integer linear program, from a feasible point or a warm start; see `Portfolio`.

    Each probe frees some columns held at zero and re-solves the continuous part around the best plan.
    """
    if matrix.cost.size == 0:
        nothing = matrix.unscaled(matrix.offset)
        return Outcome(Status.OPTIMAL, matrix.cost, nothing, nothing, 0.0)
    cancel = cancel or threading.Event()
    return Portfolio(matrix, options, listener, cancel, start, probes, on_incumbent, penalised).run()
