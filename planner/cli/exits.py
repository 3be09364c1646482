"""Exit codes, and the exception with which a command stops early with a sentence instead of a traceback."""

from enum import IntEnum

from planner.plan.records import Status


class Exit(IntEnum):
    """The meaning of each exit code."""

    OK = 0
    FAULTS = 1
    USAGE = 2
    INFEASIBLE = 3
    LIMIT = 4
    NO_PLAN = 5
    INTERNAL = 70
    CANCELLED = 130


MEANINGS = {
    Exit.OK: "solved to the requested gap; for other commands: no errors",
    Exit.FAULTS: "the workbook has faults, or the audit has findings",
    Exit.USAGE: "wrong usage, or a file that cannot be read or written",
    Exit.INFEASIBLE: "infeasible: no plan satisfies all constraints",
    Exit.LIMIT: "stopped at a limit with a plan",
    Exit.NO_PLAN: "stopped at a limit without a plan",
    Exit.INTERNAL: "internal error, or a plan that failed its audit",
    Exit.CANCELLED: "cancelled; the best plan so far is written",
}

OF_STATUS = {
    Status.OPTIMAL: Exit.OK,
    Status.FEASIBLE: Exit.LIMIT,
    Status.INFEASIBLE: Exit.INFEASIBLE,
    Status.NO_PLAN: Exit.NO_PLAN,
    Status.CANCELLED: Exit.CANCELLED,
    Status.ERROR: Exit.INTERNAL,
}


class Stop(Exception):  # noqa: N818  named for what happens; not always an error
    """Ends a command. `message` is one sentence for stderr; empty where everything has been printed."""

    def __init__(self, exit: Exit, message: str = "") -> None:  # noqa: A002  the word of this module
        """Stop with an exit code and a sentence."""
        super().__init__(message)
        self.exit = exit
        self.message = message
