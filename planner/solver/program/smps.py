"""A case with scenarios as the three files of SMPS: core, time and stoch, for programs of stochastic optimisation.

The core is the program of one scenario as MPS, the columns and rows of the first stage before those of the second. The
time file names where each stage begins. The stoch file gives every scenario with its probability and what differs from
the core: sides, costs and coefficients; what a scenario does not have is 0 there. Money is in bn USD.
"""

import io
from collections.abc import Iterator, Sequence

import numpy as np

from planner.solver.program.matrix import Matrix
from planner.solver.program.mps import OBJECTIVE, column_and_row_names, write_mps
from planner.solver.program.two_stage import Name, Stage, TwoStage

FIXED = "fixed_cost"
"""The column of what is paid whatever is decided; it is 1."""
EXTENSIONS = (".cor", ".tim", ".sto")


def smps(title: str, program: TwoStage, scenarios: Sequence[tuple[str, float]]) -> dict[str, str]:
    """Return the text of each file by its extension; `scenarios` have a name and a probability."""
    core = _Core(program)
    text = io.StringIO()
    write_mps(text, title, (core.matrix,))
    columns, rows = column_and_row_names(core.matrix)
    name = text.getvalue().splitlines()[0].removeprefix("NAME ")
    first_column, first_row = columns[core.first_columns], rows[core.first_rows]
    time = [
        f"TIME {name}",
        "PERIODS IMPLICIT",
        f" {columns[0]} {OBJECTIVE} STAGE1",
        f" {first_column} {first_row} STAGE2",
    ]
    stoch = [f"STOCH {name}", "SCENARIOS DISCRETE", *_scenarios(core, columns, rows, scenarios)]
    lines = ([*time, "ENDATA"], [*stoch, "ENDATA"])
    return dict(zip(EXTENSIONS, (text.getvalue(), *("\n".join(of) + "\n" for of in lines)), strict=True))


class _Core:
    """The program of the first scenario that has each column and row, first stage first."""

    def __init__(self, program: TwoStage) -> None:
        from scipy.sparse import coo_array, csc_array

        of, self.stages = program.matrix, program.stages
        self.first_columns, self.first_rows = 1 + program.columns.size, program.rows.size
        second_columns, second_rows = list(program.second_columns), list(program.second_rows)
        self.columns: list[Name] = [(FIXED, ()), *(of.columns[j] for j in program.columns), *second_columns]
        self.rows: list[Name] = [*(of.rows[i] for i in program.rows), *second_rows]
        self.column = {name: j for j, name in enumerate(self.columns)}
        self.row = {name: i for i, name in enumerate(self.rows)}
        self.entries: dict[tuple[Name, Name], float] = {}
        self.sides: dict[Name, float] = {}
        self.costs: dict[Name, float] = {}
        for stage in reversed(self.stages):
            self.entries |= stage.entries
            self.sides |= stage.sides
            self.costs |= stage.costs
        a = csc_array((of.value, of.index, of.start), shape=(of.row_lower.size, of.cost.size)).tocsr()
        before = coo_array(a[program.rows][:, program.columns])
        row = [self.row[of_row] for of_row, _ in self.entries]
        column = [self.column[of_column] for _, of_column in self.entries]
        matrix = csc_array(
            (
                np.concatenate([before.data, np.array(list(self.entries.values()))]),
                (
                    np.concatenate([before.row, np.array(row, dtype=np.int64)]),
                    np.concatenate([before.col + 1, np.array(column, dtype=np.int64)]),
                ),
            ),
            shape=(len(self.rows), len(self.columns)),
        )
        at_columns = [*program.columns.tolist(), *program.second_columns.values()]
        at_rows = [*program.rows.tolist(), *program.second_rows.values()]
        cost = np.concatenate([[of.offset], of.cost[program.columns]]) / of.scale
        upper = of.col_upper[at_columns]
        # What demand implies would differ by scenario.
        upper[program.columns.size :] = np.inf
        low, high = of.row_lower[at_rows].copy(), of.row_upper[at_rows].copy()
        for name in second_rows:
            i = self.row[name]
            side = self.sides.get(name, 0.0)
            low[i], high[i] = (side if np.isfinite(end) else end for end in (low[i], high[i]))
        self.matrix = Matrix(
            cost=np.concatenate([cost, [self.costs.get(name, 0.0) for name in second_columns]]),
            offset=0.0,
            scale=1.0,
            col_lower=np.concatenate([[1.0], of.col_lower[at_columns]]),
            col_upper=np.concatenate([[1.0], upper]),
            row_lower=low,
            row_upper=high,
            start=np.asarray(matrix.indptr, dtype=np.int32),
            index=np.asarray(matrix.indices, dtype=np.int32),
            value=np.asarray(matrix.data, dtype=float),
            integer=np.concatenate([[False], of.integer[at_columns]]),
            columns=tuple(self.columns),
            rows=tuple(self.rows),
        )


def _scenarios(
    core: _Core, columns: Sequence[str], rows: Sequence[str], scenarios: Sequence[tuple[str, float]]
) -> Iterator[str]:
    """Yield the lines of each scenario: what differs from the core."""
    for number, ((_, probability), stage) in enumerate(zip(scenarios, core.stages, strict=True), start=1):
        yield f" SC SCEN{number} ROOT {probability!r} STAGE2"
        yield from _differences(core, columns, rows, stage)


def _differences(core: _Core, columns: Sequence[str], rows: Sequence[str], stage: Stage) -> Iterator[str]:
    for name, side in core.sides.items():
        if (own := stage.sides.get(name, 0.0)) != side:
            yield f"    RHS {rows[core.row[name]]} {own!r}"
    for name, cost in core.costs.items():
        if (own := stage.costs.get(name, 0.0)) != cost:
            yield f"    {columns[core.column[name]]} {OBJECTIVE} {own!r}"
    for (row, column), value in core.entries.items():
        if (own := float(stage.entries.get((row, column), 0.0))) != value:
            yield f"    {columns[core.column[column]]} {rows[core.row[row]]} {own!r}"
