"""Entry point: nothing heavy is imported before an interrupt can be handled with one sentence."""

import os
import sys

CANCELLED = 130
INTERNAL = 70


def main() -> None:
    """Run the command line; an unhandled interrupt ends it without a traceback."""
    _keep_docstrings()
    try:
        from planner.cli.terminal.streams import open_what_is_closed

        open_what_is_closed()
        from planner.cli.main import main as command_line

        command_line()
    except Exception as error:
        from planner.cli.memory import NO_MEMORY, is_lack_of_memory

        if not is_lack_of_memory(error):
            raise
        print(NO_MEMORY, file=sys.stderr)
        sys.exit(INTERNAL)
    except KeyboardInterrupt:
        print("Cancelled before anything was written.", file=sys.stderr)
        sys.exit(CANCELLED)


def _keep_docstrings() -> None:
    """Start again where Python leaves out docstrings (-OO): help, formulation and Pyomo are made of them."""
    if sys.flags.optimize > 1:
        command = [sys.executable, "-m", "planner", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, "PYTHONOPTIMIZE": "1"})
