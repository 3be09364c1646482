"""The case and the plan that a file of tests is about, by its NAME. Each plan is solved once, by whichever process."""

import fcntl
import pickle
from collections.abc import Callable

import pytest

from planner.case.records import Case
from planner.pipeline import solve
from planner.plan.records import Plan
from planner.solver.options import Proof, SolveOptions
from tests.inputs.measures import case_of
from tests.report.conftest import without_pictures

__all__ = ["without_pictures"]  # nobody looks at those of a plan that goes back into its case

GAPS = {"world.xlsx": 0.05}
"""How close to the best a plan is; the others are as close as a thousandth."""

PROOFS = {"foundry.xlsx": Proof.STRICT}
"""How a bound is proven, where not as always."""


@pytest.fixture(scope="session")
def plan_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Plan]:
    """Return the audited plan of an example workbook."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if base.name.startswith("popen-") else base  # what all processes of a test run share

    def plan(name: str) -> Plan:
        with (folder / f"{name}.pickle").open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if file.tell() == 0:
                pickle.dump(_solved(name), file)
            file.seek(0)
            stored = pickle.load(file)
        assert isinstance(stored, Plan)
        return stored

    return plan


@pytest.fixture(scope="module")
def case(request: pytest.FixtureRequest) -> Case:
    """The case."""
    return case_of(request.module.NAME)


@pytest.fixture(scope="module")
def plan(request: pytest.FixtureRequest, plan_of: Callable[[str], Plan]) -> Plan:
    """A plan of it."""
    return plan_of(request.module.NAME)


def _solved(name: str) -> Plan:
    gap, proof = GAPS.get(name, 0.001), PROOFS.get(name, Proof.DEFAULT)
    solved = solve(case_of(name), SolveOptions(gap=gap, time_limit_seconds=600.0, proof=proof))
    assert solved.audit is not None
    assert solved.audit.findings == ()
    return solved.plan
