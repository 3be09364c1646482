"""Entry point: nothing heavy is imported before an interrupt can be handled with one sentence."""

import sys

CANCELLED = 130
INTERNAL = 70


def main() -> None:
    """Run the command line; an unhandled interrupt ends it without a traceback."""
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
