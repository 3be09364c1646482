"""What differs between two cases and two plans: every edit is one difference, and nothing differs from itself."""

from pathlib import Path

import pytest

import planner
from planner.study.compare import compare
from planner.study.compare.compare import NothingToCompareError
from planner.study.variant import as_it_stands

STARTER = Path(planner.__file__).parent.parent / "inputs" / "starter.xlsx"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path, Path]:
    """A case with its plan, and the same with half of the money."""
    folder = tmp_path_factory.mktemp("compare")
    less = as_it_stands(STARTER).with_edits("less", ["budget[*].* *= 0.5"]).write(STARTER, folder / "less.xlsx")
    made = [
        planner.solve(planner.read_case_file(path)).write(folder / f"{path.stem}_plan.xlsx") for path in (STARTER, less)
    ]
    return STARTER, made[0], less, made[1]


def test_edits_are_the_differences(tmp_path: Path) -> None:
    edits = ["site_nodes[Phoenix AZ,N3].lead_periods += 1", "settings.objective = profit", "budget[*].2028Q1 = 7"]
    other = as_it_stands(STARTER).with_edits("other", edits).write(STARTER, tmp_path / "other.xlsx")
    (table,) = compare(STARTER, other).tables
    assert list(map(list, table.rows)) == [
        ["settings", "objective", "value", "least_cost", "profit", None],
        ["site_nodes", "Phoenix AZ, N3", "lead_periods", "2", "3", 1.0],
        ["budget", "Founders", "2028Q1", "1.2", "7", pytest.approx(5.8)],
    ]


def test_a_row_that_only_one_has(tmp_path: Path) -> None:
    base = as_it_stands(STARTER)
    lock = planner.AddedRow("locks", {"site": "Kaohsiung", "node": "N3", "max_phases": 0.0})
    other = base.with_edits("other", [lock]).write(STARTER, tmp_path / "other.xlsx")
    assert [row[:5] for row in compare(other, STARTER).tables[0].rows] == [
        ("locks", "site=Kaohsiung, node=N3", "row", "removed", "(none)")
    ]
    assert [row[:5] for row in compare(STARTER, other).tables[0].rows] == [
        ("locks", "site=Kaohsiung, node=N3", "row", "(none)", "added: max_phases = 0")
    ]


def test_nothing_differs_from_itself(plans: tuple[Path, ...]) -> None:
    case, plan, _, _ = plans
    answer = compare(case, plan, case, plan)
    assert (answer.sentences, answer.tables) == (("Nothing differs.",), ())


def test_less_money_moves_starts_and_costs_coverage(plans: tuple[Path, ...], tmp_path: Path) -> None:
    answer = compare(*plans)
    tables = {table.name: table for table in answer.tables}
    assert len(tables["inputs"].rows) == 12
    assert tables["decisions"].rows
    assert tables["money"].rows[0][0] == "Founders"
    coverage = next(row for row in tables["figures"].rows if row[0] == "coverage_pct")
    assert isinstance(coverage[3], float)
    assert coverage[3] < -10
    assert any(sentence.startswith("Coverage goes from") for sentence in answer.sentences)
    assert max(map(len, str(answer).splitlines())) <= 80
    assert answer.write(tmp_path / "answer.xlsx").is_file()
    assert [chart.name for chart in answer.charts()] == ["gantt", "coverage", "cash"]


def test_of_three_each_is_compared_with_the_first(plans: tuple[Path, ...], tmp_path: Path) -> None:
    """The third is the first again, so only the second differs; the figures of all three stand beside each other."""
    case, plan, less, less_plan = plans
    answer = compare(case, less, case, plan, less_plan, plan)
    tables = {table.name: table for table in answer.tables}
    assert [row[0] for row in tables["plans"].rows] == [f"{plan.name} (1)", less_plan.name, f"{plan.name} (2)"]
    assert tables["plans"].rows[0][1:] == tables["plans"].rows[2][1:]
    both = {table.name: table for table in compare(case, less, plan, less_plan).tables}
    for name, table in both.items():
        assert tables[name].rows == tuple((less_plan.name, *row) for row in table.rows)
    assert answer.sentences[-1] == f"{plan.name} (2): Nothing differs."
    assert [chart.name for chart in answer.charts()] == [
        f"{chart} of {less_plan.name}" for chart in ("gantt", "coverage", "cash")
    ]
    assert max(map(len, str(answer).splitlines())) <= 80
    assert answer.write(tmp_path / "answer.xlsx").is_file()


def test_three_that_are_equal_do_not_differ(plans: tuple[Path, ...]) -> None:
    answer = compare(plans[0], plans[0], plans[0])
    assert (answer.sentences, answer.tables) == (("Nothing differs.",), ())


@pytest.mark.parametrize("files", [(0,), (0, 1), (0, 2, 1), (0, 2, 0, 1)])
def test_other_numbers_of_files_are_refused(plans: tuple[Path, ...], files: tuple[int, ...]) -> None:
    with pytest.raises(NothingToCompareError, match="Give two or more cases, two or more plans, or as many of both"):
        compare(*(plans[at] for at in files))
