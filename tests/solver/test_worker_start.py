"""A worker starts quickly: it loads the modules of its role, and no library that a small model can do without."""

import subprocess
import sys

import pytest

from planner.solver.portfolio.worker import ROLES
from tests.cli.commands import environment


@pytest.mark.parametrize("role", ROLES)
def test_a_worker_loads_neither_scipy_nor_what_its_parent_needs(role: str) -> None:
    module, function = ROLES[role]
    code = (
        f"import sys, planner.solver.portfolio.worker\nfrom {module} import {function}\n"
        "print([name for name in ('scipy', 'pyomo', 'pandas', 'openpyxl') if name in sys.modules])"
    )
    python = [sys.executable, "-c", code]
    done = subprocess.run(python, capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout.strip() == "[]"
