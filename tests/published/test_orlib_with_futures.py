"""Stochastic warehouse location: sampled demands of a published instance, against the extensive form in SCIP."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from planner.pipeline import solve
from planner.plan.records import Status
from planner.solver.options import SolveOptions
from planner.study.futures.benders.benders import decompose
from planner.study.futures.draws import Spread
from planner.study.futures.sample import sample_futures
from planner.workbook.reader import read_case
from tests.published.orlib import USD_BN, write_instance
from tests.published.test_orlib import FOLDER, instance

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir() or find_spec("pyscipopt") is None, reason="needs the published instances and SCIP"
)


def test_benders_finds_the_optimum_of_scip(tmp_path: Path) -> None:
    # Costs are a millionth of a bn USD: cuts in bn USD would have coefficients that the solver drops.
    write_instance(tmp_path / "cap41.xlsx", instance("cap41"))
    case = sample_futures(read_case(tmp_path / "cap41.xlsx"), 10, seed=1, spread=Spread(0.0, 0.3))
    result = decompose(case, SolveOptions(gap=1e-4, threads=1))
    extensive = solve(case, SolveOptions(gap=1e-6, threads=1, solver="scip")).plan.outcome
    assert extensive.status is Status.OPTIMAL
    assert result.objective / USD_BN == pytest.approx(extensive.objective / USD_BN, rel=1e-4)
    assert result.bound <= extensive.objective * (1 + 1e-6)
    assert result.gap <= 1e-4
