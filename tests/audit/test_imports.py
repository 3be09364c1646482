"""The audit is independent: it imports the case, the plan records and the standard library, nothing else."""

import ast
import subprocess
import sys
from pathlib import Path

import planner.audit

FOLDER = Path(planner.audit.__file__).parent
ALLOWED = ("planner.case", "planner.plan.records", "planner.audit")


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            found |= {alias.name for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom):
            found.add(statement.module or "")
    return found


def test_every_file_imports_only_what_the_audit_may_know() -> None:
    files = list(FOLDER.rglob("*.py"))
    assert len(files) > 10
    for path in files:
        strangers = {
            name
            for name in _imported(path)
            if not name.startswith(ALLOWED) and name.partition(".")[0] not in sys.stdlib_module_names
        }
        assert strangers == set(), path.name


def test_running_the_audit_loads_neither_model_nor_solver() -> None:
    code = (
        "import sys, planner.audit;"
        "bad = [m for m in sys.modules if m.startswith(('planner.model', 'planner.solver', 'pyomo', 'highspy'))];"
        "sys.exit(1 if bad else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parents[1], check=False).returncode == 0
