"""A process that has imported what commands need, and forks for each: a process of its own, without its imports.

`python -m tests.cli.ready` reads one request a line, runs the command that it names, and prints how it ended.
"""

import gc
import json
import os
import runpy
import sys
import tempfile
import warnings
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import planner

_NOT_NEEDED = ("__main__", ".web", ".worker", ".foreign.")
_IMPORTED_LATER = ("highspy", "scipy.sparse", "rich.live", "rich.table", "rich.panel", "typer.rich_utils")


def main() -> None:
    """Fork for one request after the other."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in (*(module.name for module in walk_packages(planner.__path__, "planner.")), *_IMPORTED_LATER):
            if not any(part in name for part in _NOT_NEEDED):
                with suppress(ModuleNotFoundError):  # charts are hidden from most commands
                    import_module(name)
    gc.freeze()
    for line in sys.stdin:
        if not (child := os.fork()):
            _run(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(arguments: list[str], folder: str, variables: dict[str, str], out: str, err: str) -> Any:
    """Be the command, and end as it does."""
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    tempfile.tempdir = None  # where temporary files are is looked up again
    for descriptor, (path, mode) in enumerate([(os.devnull, os.O_RDONLY), (out, os.O_WRONLY), (err, os.O_WRONLY)]):
        os.dup2(os.open(path, mode), descriptor)
    sys.argv[1:] = arguments
    runpy.run_module("planner", run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    main()
