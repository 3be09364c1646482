"""The portfolio: one process proves, another improves; they share incumbents and the caller sees one bound."""

import logging
import queue
import threading
import time
from dataclasses import dataclass, replace

import numpy as np

from planner.plan.records import Status
from planner.solver.events import Finder, Incumbent, OnProgress, Progress, ignore, pass_over, relative_gap
from planner.solver.messages.process import TICK_SECONDS, Inbox, Worker, consult
from planner.solver.messages.wire import (
    Bound,
    Cancel,
    Done,
    Found,
    Guide,
    Idle,
    Message,
    Nodes,
    Ready,
    Refuted,
    SharedBasis,
    SharedCuts,
    Task,
    Trial,
    Tried,
    Warm,
)
from planner.solver.options import HIGHS, Proof, SolveOptions
from planner.solver.portfolio.ledger import Ledger
from planner.solver.program.matrix import Floats, Matrix

log = logging.getLogger(__name__)

GRACE_SECONDS = 2.0
"""For the last words of a worker when time is up."""
ANSWER_SECONDS = 0.6
"""For the same after a cancel, which somebody waits for: HiGHS may be deaf for seconds where it factorises."""
POLISH_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, in the model's own unit. `x` is None where there is no plan."""

    status: Status
    x: Floats | None
    objective: float
    bound: float
    seconds: float
    message: str = ""
    tried: tuple[Tried, ...] = ()
    proof: Proof = Proof.DEFAULT


class Portfolio:
    """One run over a matrix."""

    def __init__(
        self,
        matrix: Matrix,
        options: SolveOptions,
        listener: OnProgress,
        cancel: threading.Event,
        start: Floats | Warm | None = None,
        trials: tuple[Trial, ...] = (),
        finder: Finder = pass_over,
    ) -> None:
        """Prepare a run from a plan, from what is known of one, or from nothing; nothing starts before `run`."""
        self._trials = trials
        self._finder = finder
        self._tried: list[Tried] = []
        self._matrix = matrix
        self._options = options
        self._listener = listener
        self._cancel = cancel
        self._inbox: Inbox = queue.SimpleQueue()
        self._warm = start if isinstance(start, Warm) else None
        known = start if not isinstance(start, Warm) else None
        self._best = Found(float(matrix.cost @ known) + matrix.offset, known) if known is not None else None
        self._bound = -np.inf
        self._ledger = Ledger("prove")
        self._lent: dict[str, Nodes] = {}
        self._verdict: Done | None = None
        self._trouble = ""
        self._workers: list[Worker] = []
        self._proof = options.proof
        self._refuted = ""
        self._begun = time.monotonic()

    def run(self) -> Outcome:
        """Prove and improve until the gap asked, the time limit or a cancel; then polish the incumbent.

        Where a plan refutes what the solver has proven, the proof begins again as a strict one, from the best plan.
        """
        matrix, options = self._matrix, self._options
        alone = options.threads == 1 or options.node_limit is not None or not matrix.integer.any()
        roles = ["prove"] if alone else ["prove", "improve"]
        task = Task("prove", matrix, options.gap, options.seed, len(roles) > 1, options.time_limit_seconds)
        task = replace(task, solver=options.solver, node_limit=options.node_limit, proof=options.proof)
        log.info("solve: %d columns, %d rows, workers %s", matrix.cost.size, matrix.row_lower.size, ", ".join(roles))
        self._warm_up(task)
        self._work(task, roles)
        if self._refuted:
            log.warning("%s; the proof begins again as a strict one", self._refuted)
            self._proof, self._bound, self._verdict = Proof.STRICT, -np.inf, None
            self._ledger, self._lent, self._inbox = Ledger("prove"), {}, queue.SimpleQueue()
            self._work(replace(task, proof=self._proof, time_limit_seconds=self._seconds_left), roles)
        self._polish(task)
        return self._outcome()

    def _work(self, task: Task, roles: list[str]) -> None:
        """Have workers prove and improve until there is a reason to stop."""
        options = self._options
        workers = [Worker(replace(task, role=role, seed=options.seed + i), self._inbox) for i, role in enumerate(roles)]
        self._workers = workers
        try:
            if self._best is not None:
                for worker in workers:
                    worker.tell(self._best)
            self._follow(workers)
            self._wind_down(workers)
        finally:
            for worker in workers:
                worker.end()

    @property
    def _seconds_left(self) -> float:
        return max(0.0, self._options.time_limit_seconds - self._seconds)

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._begun

    def _follow(self, workers: list[Worker]) -> None:
        self._tell("solve")
        while not self._finished():
            try:
                role, message = self._inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                self._tell("solve")
                continue
            self._take(role, message)
            if message is not None and (isinstance(message, Guide | SharedBasis | SharedCuts) or message is self._best):
                for worker in workers:
                    if worker.role != role:
                        worker.tell(message)
            self._share_work({worker.role: worker for worker in workers}, role, message)
            if message is not None and message is self._best:
                self._finder(Incumbent(message.x, self._matrix.unscaled(self._bound)))
            self._tell("solve")

    def _share_work(self, workers: dict[str, Worker], role: str, message: Message | None) -> None:
        """Pass open nodes on, and have who can take some be given half of those with the lowest bound."""
        if isinstance(message, Nodes):
            self._lent.pop(role, None)
            self._lent[message.to] = message
            workers[message.to].tell(message)
        elif message is None and role in self._lent and role != "prove":
            # It has died: what it was lent goes back as it was.
            back = replace(self._lent.pop(role), to="prove")
            self._ledger.lose(role, back)
            workers["prove"].tell(back)
        asked = self._ledger.to_split()
        if asked is not None:
            giver, split = asked
            workers[giver].tell(split)

    def _finished(self) -> bool:
        return (
            self._cancel.is_set()
            or self._verdict is not None
            or self._is_refuted()
            or self._seconds > self._options.time_limit_seconds
            or (self._best is not None and self._gap() <= self._options.gap)
        )

    def _is_refuted(self) -> bool:
        """Whether a plan shows that the proof so far is wrong, and a strict one can take its place."""
        if self._proof is Proof.STRICT or self._options.solver != HIGHS:
            return False
        if self._best is not None and self._bound - self._best.objective > IMPOSSIBLE * max(
            1.0, abs(self._best.objective)
        ):
            self._refuted = self._refuted or "HiGHS proved a bound above a plan"
        return bool(self._refuted)

    def _take(self, role: str, message: Message | None) -> None:
        match message:
            case Found() if self._best is None or message.objective < self._best.objective:
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
                self._trouble = self._trouble or f"the search for plans stopped early: {message.message}"
            case None if role == "prove":
                self._verdict = self._verdict or Done("error", f"the solver's process died{self._last_words(role)}")
            case None:
                died = f"the search for plans ended early: its process died{self._last_words(role)}"
                self._trouble = self._trouble or died

    def _last_words(self, role: str) -> str:
        words = " ".join(worker.last_words for worker in self._workers if worker.role == role)
        return f" ({words})" if words else ""

    def _settle_bound(self) -> None:
        """Take over what the holders of open nodes have proven together; with none left the proof is complete."""
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
        return relative_gap(self._matrix.unscaled(self._best.objective), self._matrix.unscaled(self._bound))

    def _tell(self, phase: str) -> None:
        incumbent = self._matrix.unscaled(self._best.objective) if self._best else float("inf")
        bound = self._matrix.unscaled(self._bound)
        self._listener(Progress(phase, self._seconds, incumbent, min(bound, incumbent), self._gap()))

    def _wind_down(self, workers: list[Worker]) -> None:
        """Take in the last words of workers that are told to stop, within the time that their caller has."""
        for worker in workers:
            worker.tell(Cancel())
        talking = {worker.role for worker in workers}
        until = time.monotonic() + (ANSWER_SECONDS if self._cancel.is_set() else GRACE_SECONDS)
        while talking and time.monotonic() < until and self._gap() > 0:
            try:
                role, message = self._inbox.get(timeout=TICK_SECONDS)
            except queue.Empty:
                continue
            if message is None or isinstance(message, Done):
                talking.discard(role)
            else:
                self._take(role, message)

    def _warm_up(self, task: Task) -> None:
        """Complete what is known of a plan before anything else begins."""
        if self._warm is None:
            return
        self._tell("warm start")
        asked = replace(task, role="warm", warm=self._warm)
        for message in consult(asked, self._best, self._options.time_limit_seconds, self._cancel.is_set):
            self._take("warm", message)
            if isinstance(message, Found):
                self._finder(Incumbent(message.x, -np.inf))

    def _polish(self, task: Task) -> None:
        if self._best is None:
            return
        self._tell("polish")
        polish = replace(task, role="polish", time_limit_seconds=POLISH_SECONDS, trials=self._trials)
        # A cancel has been heard by now; the polish is part of what it leads to.
        for message in consult(polish, self._best, 2 * POLISH_SECONDS):
            if isinstance(message, Found):
                self._best = message
            elif isinstance(message, Tried):
                self._tried.append(message)
            else:
                self._take("polish", message)

    def _outcome(self) -> Outcome:
        matrix, verdict = self._matrix, self._verdict
        failed = verdict.message if verdict is not None and verdict.verdict == "error" else self._trouble
        if self._refuted:
            failed = " ".join(filter(None, (f"{self._refuted}; the proof was begun again as a strict one.", failed)))
        if self._best is None:
            return Outcome(
                self._without_plan(),
                None,
                float("inf"),
                matrix.unscaled(self._bound),
                self._seconds,
                failed,
                proof=self._proof,
            )
        objective = matrix.objective(self._best.x)
        proven_bound = matrix.unscaled(self._bound)
        if proven_bound - objective > IMPOSSIBLE * max(1.0, abs(objective)):
            told = f"the bound {proven_bound:.9g} lies above a plan of {objective:.9g}: one of them is wrong"
            return Outcome(Status.ERROR, self._best.x, objective, objective, self._seconds, told)
        bound = min(proven_bound, objective)
        proven = relative_gap(objective, bound) <= max(self._options.gap, PROOF_TOLERANCE)
        status = Status.OPTIMAL if proven else Status.CANCELLED if self._cancel.is_set() else Status.FEASIBLE
        tried = tuple(replace(one, gain=one.gain / matrix.scale) for one in self._tried)
        return Outcome(status, self._best.x, objective, bound, self._seconds, failed, tried, self._proof)

    def _without_plan(self) -> Status:
        if self._verdict is not None and self._verdict.verdict == "infeasible":
            return Status.INFEASIBLE
        if self._verdict is not None and self._verdict.verdict == "error":
            return Status.ERROR
        return Status.CANCELLED if self._cancel.is_set() else Status.NO_PLAN


# Rounding to whole phases and solving again moves the objective by no more than the solver's own tolerances.
PROOF_TOLERANCE = 1e-7
# A bound that lies further above a plan than rounding explains says that something is wrong.
IMPOSSIBLE = 1e-5


def solve_matrix(
    matrix: Matrix,
    options: SolveOptions,
    listener: OnProgress = ignore,
    cancel: threading.Event | None = None,
    start: Floats | Warm | None = None,
    trials: tuple[Trial, ...] = (),
    finder: Finder = pass_over,
) -> Outcome:
    """Minimise a mixed-integer linear program, from a feasible point or from what is known of one; see `Portfolio`.

    Each trial frees some columns that are held at zero and solves what is continuous again around the plan found.
    """
    if matrix.cost.size == 0:
        nothing = matrix.unscaled(matrix.offset)
        return Outcome(Status.OPTIMAL, matrix.cost, nothing, nothing, 0.0)
    return Portfolio(matrix, options, listener, cancel or threading.Event(), start, trials, finder).run()
