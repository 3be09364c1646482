"""The results of the study as plain data: what was solved, what is known of it, and what each analysis found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.study.answers.interval import Interval

FILE = "results.json"


@dataclass(frozen=True, slots=True)
class Run:
    """A variant: where its least cost lies, whose plan is the best known, and figures of that plan."""

    name: str
    low: float
    high: float
    status: str
    seconds: float
    plan_of: str
    figures: Mapping[str, Any]

    @property
    def interval(self) -> Interval:
        """Where the least cost lies, in discounted usd_bn."""
        return Interval(self.low, self.high)

    @property
    def gap_pct(self) -> float:
        """The width of that interval."""
        return 100 * (self.high - self.low) / abs(self.high)

    def total(self, name: str) -> float:
        """Return a figure by item or year, summed up."""
        return float(sum(self.figures[name].values()))

    def of(self, name: str, item: str) -> float:
        """Return a figure of an item or year, 0 where the plan has nothing to count there."""
        return float(self.figures.get(name, {}).get(item, 0.0))

    def until(self, name: str, year: int) -> float:
        """Return a figure by year, summed up to the end of a year."""
        return float(sum(value for at, value in self.figures[name].items() if int(at) <= year))


class NotSolvedError(KeyError):
    """Something is asked of a variant of which no plan or no bound is known."""


class Runs(dict[str, Run]):
    """Runs by name."""

    def __missing__(self, name: str) -> Run:
        """Raise NotSolvedError."""
        raise NotSolvedError(name)


@dataclass(frozen=True)
class Results:
    """Everything that page, appendix and pictures are made from. `relaxed` holds pairs of names, looser first."""

    about: Mapping[str, Any]
    runs: Mapping[str, Run]
    relaxed: frozenset[tuple[str, str]]
    parts: Mapping[str, Any]

    def __post_init__(self) -> None:
        """Keep runs such that a missing one is named."""
        object.__setattr__(self, "runs", Runs(self.runs))

    def saving(self, before: str, after: str) -> Interval:
        """Return by how much the least cost of one variant is above that of another."""
        dear, cheap = self.runs[before], self.runs[after]
        low = dear.low - cheap.high
        if (after, before) in self.relaxed:
            low = max(low, 0.0)
        return Interval(low, max(low, dear.high - cheap.low))


def write_results(folder: Path, results: Results) -> None:
    """Write the results."""
    runs = [
        {
            "name": run.name,
            "low": round(run.low, 4),
            "high": round(run.high, 4),
            "status": run.status,
            "seconds": round(run.seconds, 1),
            "plan_of": run.plan_of,
            "figures": run.figures if run.plan_of == run.name else {},
        }
        for run in results.runs.values()
    ]
    data = {
        "about": results.about,
        "relaxed": sorted(map(list, results.relaxed)),
        "parts": results.parts,
        "runs": runs,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.replace('{"name":', '\n{"name":') + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def read_results(folder: Path) -> Results:
    """Return what was written. A run whose best plan is another's has the figures of that one."""
    data = json.loads((folder / FILE).read_text(encoding="utf-8"))
    figures = {run["name"]: run["figures"] for run in data["runs"]}
    runs = {run["name"]: Run(**{**run, "figures": figures[run["plan_of"]]}) for run in data["runs"]}
    relaxed = frozenset((looser, tighter) for looser, tighter in data["relaxed"])
    return Results(data["about"], runs, relaxed, data["parts"])
