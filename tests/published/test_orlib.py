"""Published optima of capacitated warehouse location, through the product's own workbook."""

from pathlib import Path

import pytest

from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.workbook.reader import read_case
from tests.published.orlib import USD_BN, Instance, load, write_instance

FOLDER = Path(__file__).parents[3] / "shared" / "cases" / "orlib"
NAMES = [f"cap{number}" for number in (41, 42, 43, 44, 51, 61, 62, 63, 64, 71, 72, 73, 74)]
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the published instances are not beside this repository, in {FOLDER}"
)


def published(name: str) -> float:
    lines = (FOLDER / "optima.txt").read_text().splitlines()
    optima = {words[0].removesuffix(".txt"): words[-1] for words in map(str.split, lines) if len(words) >= 2}
    return float(optima[name])


def optimum(path: Path) -> float:
    """Return the optimum of a workbook in the instance's own money."""
    solved = solve(read_case(path), SolveOptions(gap=1e-7, threads=1))
    assert solved.plan.outcome.status is Status.OPTIMAL
    assert solved.audit is not None
    assert solved.audit.clean, solved.audit.findings[:5]
    return solved.plan.outcome.objective / USD_BN


def instance(name: str) -> Instance:
    return load(FOLDER / f"{name}.txt")


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_whole(name: str) -> None:
    # Common mirrors truncate two demands of cap41-44 and cap51.
    assert sum(demand for demand, _ in instance(name).customers) == 58268


@pytest.mark.parametrize("name", NAMES)
def test_the_published_optimum_is_found(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    write_instance(path, instance(name))
    assert optimum(path) == pytest.approx(published(name), rel=1e-6)


@pytest.mark.parametrize("name", ["cap41", "cap64"])
def test_counting_chips_instead_of_wafers_changes_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    # 60 dies a wafer of which 85 % are good.
    write_instance(path, instance(name), chips=60 * 0.85)
    assert optimum(path) == pytest.approx(published(name), rel=1e-6)


@pytest.mark.parametrize(
    ("name", "capex", "one_less"), [("cap41", 90000.0, 1043000.450), ("cap64", 100000.0, 1153724.625)]
)
def test_spread_over_time_the_budget_binds_where_it_must(
    name: str, capex: float, one_less: float, tmp_path: Path
) -> None:
    for budget, expected in ((capex, published(name)), (capex - 1, one_less)):
        path = tmp_path / f"{name}_{budget:.0f}.xlsx"
        write_instance(path, instance(name), periods=3, lead=2, budget=budget)
        assert optimum(path) == pytest.approx(expected, rel=1e-6)
