"""The README's tables, made from the results file: gaps and ratios, since seconds are those of one machine."""

import textwrap
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.results import median

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
ENGINES = {"planner": "planner", "highs": "HiGHS through Pyomo", "scip": "SCIP", "cbc": "CBC"}
NAMES = {"all": "none", "none": "all", "-counters": "counters, and tool_counts on them"}
Record = dict[str, Any]


def page(results: dict[str, Any]) -> str:
    """Return everything that stands between the markers."""
    parts = [_compared(results["compare"])] if "compare" in results else []
    parts += [_grown(results["growth"])] if "growth" in results else []
    parts += [_left_out(results["families"])] if "families" in results else []
    return "\n\n".join(parts)


def fill(readme: str, results: dict[str, Any]) -> str:
    """Return the README with its tables replaced."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{page(results)}\n{END}{after}"


def _compared(kind: Record) -> str:
    runs: list[Record] = kind["runs"]
    limit, threads = runs[0]["task"]["time_limit_seconds"], runs[0]["task"]["threads"]
    of = _seeds([run for run in runs if run["engine"] == "planner"])
    others = _seeds([run for run in runs if run["engine"] != "planner"])
    of = of if of == others else f"{of} for the planner and {others} for the others"
    rows = []
    for case in _unique(run["case"] for run in runs):
        own = [run for run in runs if run["case"] == case and run["engine"] == "planner"]
        capex = median([run["capex_usd_bn"] for run in own])
        for engine, name in ENGINES.items():
            some = [run for run in runs if (run["case"], run["engine"]) == (case, engine)]
            if some:
                times = _ratio(some, own, _first_plan), _to_gaps(some, own), _ratio(some, own, _memory)
                rows.append([case, name, *_gaps(some, own, capex), *times])
    gaps = "2 % / 1.6 % / 1 % / 0.5 %"
    head = ["case", "solver", "gap", "bn USD", "of capex", "as wide", "first plan", gaps, "memory"]
    told = (
        f"After {limit:g} s with {threads} threads, {of}. The gap is given as a share of the objective, in bn USD, as a"
        " share of the planner's capex (the penalty of shortage is in the objective and can hide a wide gap), and in"
        " how many times the planner's; then the time to the first plan and to gaps of 2, 1.6, 1 and 0.5 %, and memory,"
        " each in times the planner's (a dash: never). The others get the model without its strengthening"
        " families; HiGHS through Pyomo's own interface, SCIP (which runs"
        " on one thread by default) and CBC as a file of the same matrix."
    )
    return f"{_wrapped(told)}\n\n{_table(head, rows)}\n\n{_measured(kind)}"


def _gaps(some: list[Record], own: list[Record], capex: float | None) -> list[str]:
    gap, width = median([run["at_limit"]["gap"] for run in some]), median([_width(run) for run in some])
    share = None if width is None or not capex else width / capex
    return [_percent(gap), _plain(width), _percent(share), _ratio(some, own, _width)]


def _width(run: Record) -> float | None:
    plan, bound = run["at_limit"]["incumbent"], run["at_limit"]["bound"]
    return None if plan is None or bound is None else float(plan - bound)


def _first_plan(run: Record) -> float | None:
    seconds: float | None = run["first_plan_seconds"]
    return seconds


def _memory(run: Record) -> float | None:
    return float(run["peak_mb"])


def _to_gaps(some: list[Record], own: list[Record]) -> str:
    return " / ".join(_ratio(some, own, partial(_seconds_to, gap=gap)) for gap in own[0]["seconds_to_gap"])


def _seconds_to(run: Record, gap: str) -> float | None:
    seconds: float | None = run["seconds_to_gap"].get(gap)
    return seconds


def _ratio(some: list[Record], own: list[Record], figure: Callable[[Record], float | None]) -> str:
    """Return a figure in times the planner's; a dash where either never came."""
    theirs, ours = median([figure(run) for run in some]), median([figure(run) for run in own])
    return "–" if theirs is None or not ours else f"{theirs / ours:.1f}"


def _grown(kind: Record) -> str:
    runs: list[Record] = sorted(kind["runs"], key=lambda run: run["size"]["integers"])
    first = runs[0]
    rows = [
        [
            " × ".join(run["case"].split()[1:]),
            f"{run['size']['integers'] / 1000:.1f}",
            _times(run["seconds"]["build"], first["seconds"]["build"]),
            _times(run["seconds"]["compile"], first["seconds"]["compile"]),
            _times(run["first_plan_seconds"], first["first_plan_seconds"]),
            f"{run['peak_mb'] / 1024:.1f}",
            f"{run['task']['time_limit_seconds']:g} s: {_percent(run['at_limit']['gap'])}",
        ]
        for run in runs
    ]
    head = ["size", "thousand integers", "build", "compile", "first plan", "memory [GB]", "gap"]
    told = (
        "Generated cases: sites × nodes × periods × products × markets. The times to build, to compile and to the first"
        " plan are in times the first row's; memory is the peak of all processes together."
    )
    return f"{_wrapped(told)}\n\n{_table(head, rows)}\n\n{_measured(kind)}"


def _left_out(kind: Record) -> str:
    runs: list[Record] = kind["runs"]
    own = [run for run in runs if run["strength"] == "all"]
    rows = []
    for strength in _unique(run["strength"] for run in runs):
        some = [run for run in runs if run["strength"] == strength]
        name = NAMES.get(strength, strength.removeprefix("-"))
        rows.append([name, _percent(median([run["at_limit"]["gap"] for run in some])), _ratio(some, own, _width)])
    limit = runs[0]["task"]["time_limit_seconds"]
    told = (
        f"What each strengthening family is worth: the planner on `{runs[0]['case']}` without it, after {limit:g} s,"
        f" {_seeds(runs)}."
    )
    return f"{_wrapped(told)}\n\n{_table(['left out', 'gap', 'as wide'], rows)}\n\n{_measured(kind)}"


def _measured(kind: Record) -> str:
    loads = [load for run in kind["runs"] for load in run["load"]]
    versions = kind["versions"]
    used = [f"{name} {versions[name]}" for name in ("highspy", "pyscipopt", "cbcbox") if name in versions]
    hashes = {run["case"]: run["case_sha256"][:8] for run in kind["runs"]}
    cases = ", ".join(f"{case} {short}" for case, short in hashes.items())
    return _wrapped(
        f"Measured on {kind['machine']['cores']} cores, load {min(loads):g} to {max(loads):g}; {', '.join(used)};"
        f" SHA-256 of the case data: {cases}."
    )


def _seeds(runs: list[Record]) -> str:
    seeds = len({run["task"]["seed"] for run in runs})
    return "one seed" if seeds == 1 else f"medians of {seeds} seeds"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _times(figure: float | None, of: float | None) -> str:
    return "–" if figure is None or not of else f"{figure / of:.1f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"


def _plain(usd_bn: float | None) -> str:
    return "–" if usd_bn is None else f"{usd_bn:.1f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
