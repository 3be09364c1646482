"""The case and the plan that a file of tests is about, by its NAME."""

import pytest

from planner.case.records import Case
from planner.plan.records import Plan
from tests.inputs.measures import case_of, plan_of


@pytest.fixture(scope="module")
def case(request: pytest.FixtureRequest) -> Case:
    """The case."""
    return case_of(request.module.NAME)


@pytest.fixture(scope="module")
def plan(request: pytest.FixtureRequest) -> Plan:
    """A plan of it."""
    return plan_of(request.module.NAME)
