"""What one worker does alone: the warm start before the others begin, and the polish of the best plan at the end."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from planner.solver.messages.process import run_task
from planner.solver.messages.wire import Done, FeasiblePoint, Message, Probe, ProbeResult, Task, WarmStart
from planner.solver.portfolio.crew import PROCESSES

POLISH_SECONDS = 20.0


def warm_up(
    task: Task, start: WarmStart, known: FeasiblePoint | None, cancelled: Callable[[], bool], notes: list[str]
) -> Iterator[Message]:
    """Complete a warm start to a plan, and yield what the worker sends; that it failed becomes a note."""
    for message in run_task(replace(task, role="warm", warm=start), known, task.time_limit_seconds, cancelled):
        if isinstance(message, Done) and message.verdict == "error":
            notes.append(f"{PROCESSES['warm']} failed ({message.message}); the solve began without it.")
        yield message


def polished(
    task: Task, best: FeasiblePoint, probes: tuple[Probe, ...], notes: list[str]
) -> tuple[FeasiblePoint, list[ProbeResult]]:
    """Return the best plan polished, and the results of the probes; once more where the process dies."""
    polish = replace(task, role="polish", time_limit_seconds=POLISH_SECONDS, probes=probes)
    for _ in range(2):
        results: list[ProbeResult] = []
        failure = ""
        for message in run_task(polish, best, 2 * POLISH_SECONDS):
            if isinstance(message, FeasiblePoint):
                best = message
            elif isinstance(message, ProbeResult):
                results.append(message)
            elif isinstance(message, Done) and message.verdict == "error":
                failure = message.message
        if not failure:
            return best, results
    notes.append(f"{PROCESSES['polish']} failed twice ({failure}); the plan is kept as it was found.")
    return best, results
