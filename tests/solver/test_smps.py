"""SMPS: read back by a parser of its own, the extensive form of the three files has the optimum of the planner."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import highspy
import pytest

from planner.case.records import Case, Event, Scenario
from planner.model.build import build
from planner.shape.shape import Shape
from planner.solver.program.compile import compile_matrix
from planner.solver.program.smps import smps
from planner.solver.program.two_stage import NotTwoStageError, two_stage
from tests.cases import tiny
from tests.cli.commands import STARTER, planner
from tests.model.solving import best_plan, near
from tests.model.tiered import tiered
from tests.model.worlds import world

CHIPS = ("chip", "world")
Entries = dict[tuple[str, str], float]


def written(case: Case) -> dict[str, str]:
    matrix = compile_matrix(build(Shape(case)))
    scenarios = [(future.name, future.probability) for future in case.scenarios]
    return smps("case", two_stage(matrix, [probability for _, probability in scenarios]), scenarios)


def core_of(path: Path, text: str) -> highspy.HighsLp:
    path.write_text(text)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(path.rename(path.with_suffix(".mps")))) == highspy.HighsStatus.kOk
    lp: highspy.HighsLp = solver.getLp()
    return lp


def scenarios_of(stoch: str) -> Iterator[tuple[float, Entries]]:
    """Yield the probability of every scenario, and what it changes by column (or RHS) and row."""
    changes: Entries = {}
    probability = None
    for line in stoch.splitlines()[2:]:
        words = line.split()
        if words[0] in ("SC", "ENDATA"):
            if probability is not None:
                yield probability, changes
            probability, changes = float(words[3]) if words[0] == "SC" else None, {}
        else:
            changes[words[0], words[1]] = float(words[2])


def extensive_optimum(path: Path, files: dict[str, str]) -> float:
    """Return the optimum of the extensive form that the files describe."""
    lp = core_of(path, files[".cor"])
    columns, rows = list(lp.col_names_), list(lp.row_names_)
    (_, _, first, second, _) = (line.split() for line in files[".tim"].splitlines())
    assert first[2] == "STAGE1"
    assert second[2] == "STAGE2"
    before, held = columns.index(second[0]), rows.index(second[1])
    start, index, value = list(lp.a_matrix_.start_), list(lp.a_matrix_.index_), list(lp.a_matrix_.value_)
    entries = {
        (columns[j], rows[index[e]]): value[e] for j in range(len(columns)) for e in range(start[j], start[j + 1])
    }
    solver = highspy.Highs()
    for option, setting in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 1e-9)):
        solver.setOptionValue(option, setting)
    whole = highspy.HighsVarType.kInteger
    place: dict[tuple[int, str], int] = {}

    def add(k: int, j: int, cost: float) -> None:
        place[k, columns[j]] = len(place)
        solver.addVar(lp.col_lower_[j], lp.col_upper_[j])
        solver.changeColCost(place[k, columns[j]], cost)
        solver.changeColIntegrality(place[k, columns[j]], lp.integrality_[j] if lp.integrality_ else whole)

    for j in range(before):
        add(-1, j, lp.col_cost_[j])
    futures = list(scenarios_of(files[".sto"]))
    assert sum(probability for probability, _ in futures) == pytest.approx(1.0)
    for k, (probability, changes) in enumerate(futures):
        for j in range(before, len(columns)):
            add(k, j, probability * changes.get((columns[j], "cost_usd_bn"), lp.col_cost_[j]))
    by_row: dict[str, list[tuple[str, float]]] = {}
    for (column, row), coefficient in entries.items():
        by_row.setdefault(row, []).append((column, coefficient))
    for i, row in enumerate(rows):
        for k, (_, changes) in enumerate(futures) if i >= held else [(-1, (1.0, {}))]:
            side = changes.get(("RHS", row))
            ends = (lp.row_lower_[i], lp.row_upper_[i])
            low, high = (end if side is None or abs(end) == highspy.kHighsInf else side for end in ends)
            of_row = [(place[(k, c) if (k, c) in place else (-1, c)], changes.get((c, row), v)) for c, v in by_row[row]]
            solver.addRow(low, high, len(of_row), [at for at, _ in of_row], [v for _, v in of_row])
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(solver.getInfo().objective_function_value)


def two(case: Case) -> Case:
    """A future as it is, and one in which more is wanted, later and with an outage, a stopped lane and fewer tools."""
    (base,) = case.scenarios[:1]
    more = {key: tuple(1.5 * one for one in kunits) for key, kunits in base.demand_kunits.items()}
    first = next(iter(more))
    more[first] = (0.0, *more[first][1:])
    other = replace(base, name="other", probability=0.25, demand_kunits=more, delay_periods=1, tool_factor=0.75)
    site, market = next(iter(case.sites)), next(iter(case.markets))
    events = (
        Event("other", 2, 0.5, site=site),
        Event("other", 1, 0.0, from_region=case.sites[site].region, to_market=market),
    )
    return replace(case, scenarios=(replace(base, name="base", probability=0.75), other), events=events, limits=())


@pytest.mark.parametrize("case", [tiny(), world(2), tiered(3, world(3))], ids=["tiny", "world", "tiers"])
def test_the_extensive_form_of_the_files_has_the_optimum_of_the_planner(case: Case, tmp_path: Path) -> None:
    case = two(case)
    assert extensive_optimum(tmp_path / "core", written(case)) == near(best_plan(case).outcome.objective)


def test_a_scenario_lists_what_differs_and_nothing_else() -> None:
    futures = (Scenario("low", 0.5, {CHIPS: (3.0,) * 4}), Scenario("high", 0.5, {CHIPS: (3.0, 3.0, 3.0, 6.0)}))
    lines = written(tiny(scenarios=futures))[".sto"].splitlines()
    assert lines[:3] == ["STOCH case", "SCENARIOS DISCRETE", " SC SCEN1 ROOT 0.5 STAGE2"]
    assert lines[3] == " SC SCEN2 ROOT 0.5 STAGE2"
    assert "    RHS demand_met[world,chip,3] 6.0" in lines[4:]
    assert all(line.startswith("    RHS ") and ",3]" in line for line in lines[4:-1])


def test_what_is_no_program_in_two_stages_is_refused_by_name() -> None:
    matrix = compile_matrix(build(Shape(two(tiny()))))
    whole = replace(matrix, integer=matrix.integer | [name == "shipped" for name, _ in matrix.columns])
    with pytest.raises(NotTwoStageError, match="shipped is whole and differs by scenario"):
        two_stage(whole, [0.75, 0.25])


def test_the_command_writes_three_files(tmp_path: Path) -> None:
    ended = planner("export", STARTER, "--smps", "files", folder=tmp_path)
    assert ended.code == 0, ended.words
    assert "files holds starter.cor, .tim and .sto:" in ended.words
    assert {path.name for path in (tmp_path / "files").iterdir()} == {"starter.cor", "starter.tim", "starter.sto"}
    assert planner("export", STARTER, folder=tmp_path).code == 2
