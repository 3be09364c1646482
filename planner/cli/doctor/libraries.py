"""Python and libraries: which are installed, and whether their versions are those that the planner needs."""

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from planner import __version__
from planner.cli.doctor.finding import Finding, State
from planner.solver.foreign.versions import wrong_version

PACKAGE = "fab-planner"
EXTRAS = {
    "charts": "pictures in plan workbooks",
    "web": "planner serve",
    "scip": "planner solve --solver scip",
    "cluster": "studies and servers on a Dask cluster",
}
"""The extras for those who plan, each with what it is for."""


def python() -> Finding:
    """Look at the version of Python."""
    has, needed = platform.python_version(), metadata(PACKAGE)["Requires-Python"]
    what = f"{has} at {sys.executable}, planner {__version__}"
    if has in SpecifierSet(needed):
        return Finding("python", State.GOOD, what)
    return Finding("python", State.WRONG, what, f"Install Python {needed}, and the planner with it.")


def libraries() -> Iterator[Finding]:
    """Look at what the planner always needs, then at each extra."""
    needed = [Requirement(text) for text in requires(PACKAGE) or ()]
    yield _finding("libraries", [one for one in needed if one.marker is None], f"pip install -U {PACKAGE}", State.WRONG)
    if reason := wrong_version(version("highspy")):
        yield Finding("solver version", State.WRONG, f"highspy {version('highspy')}", reason)
    for extra, use in EXTRAS.items():
        own = [one for one in needed if one.marker is not None and one.marker.evaluate({"extra": extra})]
        if own:
            yield _finding(f"extra {extra}", own, f"For {use}: pip install '{PACKAGE}[{extra}]'", State.ABSENT)


def _finding(part: str, needed: list[Requirement], fix: str, lacking: State) -> Finding:
    has: list[str] = []
    lacks: list[str] = []
    for one in needed:
        try:
            installed = version(one.name)
        except PackageNotFoundError:
            lacks.append(f"{one.name} is not installed")
            continue
        has.append(f"{one.name} {installed}")
        if not one.specifier.contains(installed, prereleases=True):
            lacks.append(f"{one.name} is {installed}, needed is {one.specifier}")
    return Finding(part, lacking, "; ".join(lacks), f"{fix}.") if lacks else Finding(part, State.GOOD, ", ".join(has))
