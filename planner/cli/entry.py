"""Entry point: nothing heavy is imported before an interrupt can be handled with one sentence."""

import sys

CANCELLED = 130


def main() -> None:
    """Run the command line; an unhandled interrupt ends it without a traceback."""
    try:
        from planner.cli.main import main as command_line

        command_line()
    except KeyboardInterrupt:
        print("Cancelled before anything was written.", file=sys.stderr)
        sys.exit(CANCELLED)
