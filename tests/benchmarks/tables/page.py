"""The pages that show results: the tables beside this code, and some lines in the README of the project."""

from pathlib import Path
from typing import Any

from tests.benchmarks.contenders import ALL, CONTENDERS
from tests.benchmarks.results import BARS_SECONDS, gap_at, median
from tests.benchmarks.tables.compared import compared
from tests.benchmarks.tables.grown import grown
from tests.benchmarks.tables.left_out import left_out
from tests.benchmarks.tables.resolved import resolved
from tests.benchmarks.tables.text import NOT_MEASURED, percent, wrapped
from tests.benchmarks.tables.unseen import unseen

TABLES = Path(__file__).parents[1] / "README.md"
README = Path(__file__).parents[3] / "README.md"
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
SECTIONS = {
    "compare": ("The planner and other solvers", compared),
    "unseen": ("Cases that no setting was tuned on", unseen),
    "resolve": ("Re-solves of what-ifs", resolved),
    "growth": ("Growth with the size of a case", grown),
    "families": ("What each strengthening family is worth", left_out),
}
HEADLINE_CASE = "world"


def tables(results: dict[str, Any]) -> str:
    """Return a section for each kind of run."""
    return "\n\n".join(
        f"### {title}\n\n{write(results) if kind in results else NOT_MEASURED}"
        for kind, (title, write) in SECTIONS.items()
    )


def headlines(results: dict[str, Any]) -> str:
    """Return the few lines of results that stand in the project's README."""
    lines = [*_compared(results), *_unseen(results)]
    return wrapped(" ".join(lines) or "These benchmarks have not yet been run on this version.")


def _compared(results: dict[str, Any]) -> list[str]:
    runs = [
        run
        for run in results.get("compare", {}).get("runs", ())
        if run["case"] == HEADLINE_CASE and not run["neighbour"]
    ]
    gaps = {
        one.solver: percent(median(gap_at(run, BARS_SECONDS[0]) for run in some))
        for one in CONTENDERS.values()
        if one.strength == ALL
        and (some := [run for run in runs if (run["engine"], run["strength"]) == (one.engine, ALL)])
    }
    if "planner" not in gaps:
        return []
    told = ", ".join(f"{solver} {gap}" for solver, gap in gaps.items() if solver != "planner")
    others = f"; on the same strengthened matrix: {told}" if told else ""
    return [f"Gap of the world case {BARS_SECONDS[0]} s after the command: {gaps['planner']}{others}."]


def _unseen(results: dict[str, Any]) -> list[str]:
    bar = f"gap_at_{BARS_SECONDS[0]}"
    return [
        f"On {summary['cases']} cases that no setting was tuned on, it is {percent(summary[bar]['median'])} in the"
        f" median and {percent(summary[bar]['worst'])} at worst (a dash: a case had no plan or no bound)."
        for summary in results.get("unseen", {}).get("summary", ())
        if not summary["neighbour"] and bar in summary
    ]


def fill(text: str, part: str) -> str:
    """Return a page with what stands between its markers replaced."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{part}\n{END}{after}"


def write_pages(results: dict[str, Any]) -> None:
    """Write both pages."""
    for page, part in ((TABLES, tables(results)), (README, headlines(results))):
        page.write_text(fill(page.read_text(encoding="utf-8"), part), encoding="utf-8")
