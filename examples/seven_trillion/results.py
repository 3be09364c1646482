"""Results of the study: runs with their measures, as JSON for programs and as one tidy table for people."""

import csv
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from examples.seven_trillion.measures import Measure

JSON, CSV = "results.json", "results.csv"
COLUMNS = ("run", "change", "budget_usd_bn", "status", "plan_of", "measure", "by", "item", "value", "unit")


@dataclass(frozen=True, slots=True)
class Run:
    """One plan: at which budget, what is changed (nothing: empty), how it ended, and of which run the plan is."""

    name: str
    change: str
    budget_usd_bn: float
    status: str
    plan_of: str
    measures: tuple[Measure, ...]

    def value(self, name: str, by: str = "", item: str = "") -> float:
        """Return a figure, 0 where the plan has nothing to count there."""
        return self.items(name, by).get(item, 0.0)

    def items(self, name: str, by: str) -> dict[str, float]:
        """Return a measure by item."""
        return {m.item: m.value for m in self.measures if (m.name, m.by) == (name, by)}


@dataclass(frozen=True, slots=True)
class Results:
    """All runs, and what they rest on: the case, the options, the versions."""

    about: Mapping[str, str | int | float]
    first_outputs: Mapping[str, str]
    runs: tuple[Run, ...]

    @property
    def budgets(self) -> tuple[Run, ...]:
        """The plans of the case as it is, the smallest budget first."""
        plain = (run for run in self.runs if run.measures and not run.change)
        return tuple(sorted(plain, key=lambda run: run.budget_usd_bn))

    @property
    def changes(self) -> tuple[Run, ...]:
        """The plans of a changed case."""
        return tuple(run for run in self.runs if run.measures and run.change)

    @property
    def unplanned(self) -> tuple[Run, ...]:
        """The runs that ended without a plan."""
        return tuple(run for run in self.runs if not run.measures)


def write_results(folder: Path, results: Results) -> None:
    """Write both files."""
    text = json.dumps(asdict(results), indent=1, allow_nan=False) + "\n"
    (folder / JSON).write_text(text, encoding="utf-8")
    with (folder / CSV).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            (run.name, run.change, run.budget_usd_bn, run.status, run.plan_of, m.name, m.by, m.item, m.value, m.unit)
            for run in results.runs
            for m in run.measures
        )


def read_results(folder: Path) -> Results:
    """Return what was written."""
    found = json.loads((folder / JSON).read_text(encoding="utf-8"))
    runs = tuple(Run(**{**run, "measures": tuple(Measure(**m) for m in run["measures"])}) for run in found["runs"])
    return Results(found["about"], found["first_outputs"], runs)
