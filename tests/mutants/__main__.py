"""Mutation testing in one process: python -m tests.mutants audit 300 [seed], or: lines 100 [seed].

Draws so many mutants of the modules of a room, tries each in a child of its own with the tests of that room, collected
once and started in the order of their names' likeness, and prints the share killed by file and every survivor.
"""

import ast
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.reports import TestReport

from tests.mutants.changes import Change, changes, mutant
from tests.mutants.inside import solve_inside
from tests.mutants.transplant import transplant

ROOT = Path(__file__).parent.parent.parent
MOST_SECONDS = 60
"""So much processor time a child may take: a mutant that never ends is noticed, too."""
SLOWEST_SECONDS = 1.0
"""A test that takes longer is left out."""
LINES = (
    "changes", "conversion", "crediting", "demand", "end_value", "funds", "lanes", "opening", "part_stock", "purchases",
    "risk", "running", "shells", "spending", "stock", "objective",
)  # fmt: skip
LINES_BY_HAND = (
    "changes", "conversions", "incentives", "demand", "end_value", "funds", "lanes", "opening", "part_stock",
    "purchases", "risk", "running", "shells", "spending", "stock", "tiers", "objectives", "under_way", "idle_power",
    "fab_sales", "retirement",
)  # fmt: skip
ROOMS = {
    "audit": ([f"planner/audit/{p.name}" for p in sorted((ROOT / "planner/audit").glob("[a-z]*.py"))], ["tests/audit"]),
    "lines": (
        ["planner/case/money.py", *(f"planner/model/{name}.py" for name in LINES)],
        ["tests/model/test_golden.py", *(f"tests/model/test_{name}.py" for name in LINES_BY_HAND)],
    ),
}  # fmt: skip


@dataclass
class Judge:
    """A plugin that runs the tests once as they are, and then once for every mutant."""

    files: list[str]
    count: int
    seed: int
    killed: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    is_first: bool = True

    def pytest_runtest_logreport(self, report: TestReport) -> None:
        """In a child the first failure is the end; without a mutant there is none."""
        if report.failed and not self.is_first:
            os._exit(1)
        assert not report.failed, report.longreprtext

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the mutants."""
        items = list(session.items)
        seconds = _run(session, items)
        self.is_first = False
        quick = sorted(
            (one for one in items if seconds[one.nodeid] <= SLOWEST_SECONDS), key=lambda i: seconds[i.nodeid]
        )
        print(f"{len(quick)} of {len(items)} tests, {sum(seconds[one.nodeid] for one in quick):.1f} s", flush=True)
        sources = {file: (ROOT / file).read_text("utf-8") for file in self.files}
        for file, source in sources.items():
            same = ast.parse(source)
            assert not _ends(session, file, same, quick[:20]), f"{file} fails a test although nothing is changed"
        for file, change in _drawn(sources, self.count, self.seed):
            stem, made = Path(file).stem.rstrip("s"), mutant(sources[file], change)
            of_file = [one for one in quick if stem in one.path.stem or one.path.stem[5:].rstrip("s") in stem]
            ends = _ends(session, file, made.tree, [*of_file, *(one for one in quick if one not in of_file)])
            self.tried[file] += 1
            self.killed[file] += ends
            if not ends:
                print(f"survives: {file}:{made.line} {made.kind}: {made.before} -> {made.after}", flush=True)
            if sum(self.tried.values()) % 20 == 0:
                print(f"{sum(self.killed.values())} of {sum(self.tried.values())} killed", flush=True)
        return True


def _drawn(sources: dict[str, str], count: int, seed: int) -> list[tuple[str, Change]]:
    every = [(file, change) for file, source in sources.items() for change in changes(source)]
    print(f"{min(count, len(every))} of {len(every)} mutants", flush=True)
    return random.Random(seed).sample(every, min(count, len(every)))


def _ends(session: pytest.Session, file: str, tree: ast.Module, items: list[pytest.Item]) -> bool:
    """Say whether a changed module fails a test, or does not even run."""
    child = os.fork()
    if child == 0:
        _mute()
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        try:
            transplant(file.removesuffix(".py").replace("/", "."), tree)
            _run(session, items)
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return status != 0


def _mute() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _run(session: pytest.Session, items: list[pytest.Item]) -> dict[str, float]:
    """Run tests, and return what each takes of this processor."""
    seconds = {}
    for number, item in enumerate(items):
        following, begun = items[number + 1] if number + 1 < len(items) else None, time.process_time()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        seconds[item.nodeid] = time.process_time() - begun
    return seconds


def main() -> None:
    """Print the survivors and the share killed."""
    room, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    files, tests = ROOMS.get(room) or ([room], sys.argv[4:])
    judge, begun = Judge(files, count, seed), time.monotonic()
    with solve_inside():
        plain = (
            "-o",
            "addopts=--import-mode=importlib",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-p",
            "no:terminal",
        )
        pytest.main([*plain, "--capture=no", *(str(ROOT / test) for test in tests)], plugins=[judge])
    for file, times in judge.tried.items():
        print(f"{file}: {judge.killed[file]} of {times}")
    share = sum(judge.killed.values()) / max(1, sum(judge.tried.values()))
    print(f"{share:.1%} of {sum(judge.tried.values())} killed in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
