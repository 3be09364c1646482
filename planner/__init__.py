"""fab-planner: where, for which nodes and when to build fabs so that AI-chip demand is covered within the budget.

    import planner

    case = planner.read_case("case.xlsx")  # raises InputFaults, with every fault, where the workbook has errors
    result = planner.solve(case, planner.SolveOptions(time_limit_seconds=60))
    print(result)  # status, key figures, what is built, coverage by year
    result.write("plan.xlsx")

A name is imported when it is first used, so that `import planner` takes no time.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.audit.findings import Audit as Audit
    from planner.audit.findings import Finding as Finding
    from planner.case.calendar import Calendar as Calendar
    from planner.case.checks.problem import CaseProblems as CaseProblems
    from planner.case.checks.problem import Problem as Problem
    from planner.case.curves import DefectLearning as DefectLearning
    from planner.case.curves import YieldModel as YieldModel
    from planner.case.records import (
        Case as Case,
    )
    from planner.case.records import (
        Committed as Committed,
    )
    from planner.case.records import (
        Conversion as Conversion,
    )
    from planner.case.records import (
        Covers as Covers,
    )
    from planner.case.records import (
        EndValue as EndValue,
    )
    from planner.case.records import (
        Fund as Fund,
    )
    from planner.case.records import (
        Incentive as Incentive,
    )
    from planner.case.records import (
        Kind as Kind,
    )
    from planner.case.records import (
        Lane as Lane,
    )
    from planner.case.records import (
        Limit as Limit,
    )
    from planner.case.records import (
        Lock as Lock,
    )
    from planner.case.records import (
        Market as Market,
    )
    from planner.case.records import (
        Measure as Measure,
    )
    from planner.case.records import (
        Node as Node,
    )
    from planner.case.records import (
        Objective as Objective,
    )
    from planner.case.records import (
        Pair as Pair,
    )
    from planner.case.records import (
        Part as Part,
    )
    from planner.case.records import (
        PlannedStart as PlannedStart,
    )
    from planner.case.records import (
        Product as Product,
    )
    from planner.case.records import (
        Region as Region,
    )
    from planner.case.records import (
        Scenario as Scenario,
    )
    from planner.case.records import (
        Settings as Settings,
    )
    from planner.case.records import (
        Site as Site,
    )
    from planner.case.records import (
        Source as Source,
    )
    from planner.case.records import (
        Tool as Tool,
    )
    from planner.case.records import (
        ToolUse as ToolUse,
    )
    from planner.pipeline import Draft as Draft
    from planner.pipeline import Result as Result
    from planner.pipeline import StepSeconds as StepSeconds
    from planner.pipeline import solve as solve
    from planner.plan.records import Plan as Plan
    from planner.plan.records import Schedule as Schedule
    from planner.plan.records import Status as Status
    from planner.solver.events import Progress as Progress
    from planner.solver.options import Proof as Proof
    from planner.solver.options import SolveOptions as SolveOptions
    from planner.study.alternatives.alternatives import alternatives as alternatives
    from planner.study.answers.answer import Answer as Answer
    from planner.study.answers.interval import Interval as Interval
    from planner.study.calendar import calendar as calendar
    from planner.study.coalitions.coalitions import coalitions as coalitions
    from planner.study.compare.compare import compare as compare
    from planner.study.compare.nearest import nearest as nearest
    from planner.study.compare.what_if import what_if as what_if
    from planner.study.errors import QuestionError as QuestionError
    from planner.study.explain.explain import explain as explain
    from planner.study.frontier import frontier as frontier
    from planner.study.futures.stress import stress as stress
    from planner.study.replan.replan import Replanned as Replanned
    from planner.study.replan.replan import replan as replan
    from planner.study.scenarios.scenarios import scenarios as scenarios
    from planner.study.sensitivity.sensitivity import sensitivity as sensitivity
    from planner.study.solves.session import StudyOptions as StudyOptions
    from planner.study.solves.session import StudyProgress as StudyProgress
    from planner.study.variant import Variant as Variant
    from planner.study.variant import as_it_stands as as_it_stands
    from planner.study.worth import worth as worth
    from planner.workbook.case_file import CaseFile as CaseFile
    from planner.workbook.case_file import read_case_file as read_case_file
    from planner.workbook.edit.edits import AddedRow as AddedRow
    from planner.workbook.edit.edits import CellEdit as CellEdit
    from planner.workbook.edit.edits import EditError as EditError
    from planner.workbook.faults.fault import Fault as Fault
    from planner.workbook.faults.fault import InputFaults as InputFaults
    from planner.workbook.reader import Reading as Reading
    from planner.workbook.reader import check as check
    from planner.workbook.reader import read_case as read_case

__version__ = "0.1.0"

_NAMES = {
    "planner.audit.findings": "Audit Finding",
    "planner.case.calendar": "Calendar",
    "planner.case.checks.problem": "CaseProblems Problem",
    "planner.case.curves": "DefectLearning YieldModel",
    "planner.case.records": (
        "Case Committed Conversion Covers EndValue Fund Incentive Kind Lane Limit Lock Market "
        "Measure Node Objective Pair Part PlannedStart Product Region Scenario Settings Site Source Tool ToolUse"
    ),
    "planner.pipeline": "Draft Result StepSeconds solve",
    "planner.plan.records": "Plan Schedule Status",
    "planner.solver.events": "Progress",
    "planner.solver.options": "Proof SolveOptions",
    "planner.study.alternatives.alternatives": "alternatives",
    "planner.study.answers.answer": "Answer",
    "planner.study.answers.interval": "Interval",
    "planner.study.calendar": "calendar",
    "planner.study.coalitions.coalitions": "coalitions",
    "planner.study.explain.explain": "explain",
    "planner.study.compare.compare": "compare",
    "planner.study.compare.what_if": "what_if",
    "planner.study.frontier": "frontier",
    "planner.study.compare.nearest": "nearest",
    "planner.study.replan.replan": "Replanned replan",
    "planner.study.sensitivity.sensitivity": "sensitivity",
    "planner.study.futures.stress": "stress",
    "planner.study.errors": "QuestionError",
    "planner.study.scenarios.scenarios": "scenarios",
    "planner.study.solves.session": "StudyOptions StudyProgress",
    "planner.study.variant": "Variant as_it_stands",
    "planner.study.worth": "worth",
    "planner.workbook.edit.edits": "AddedRow CellEdit EditError",
    "planner.workbook.case_file": "CaseFile read_case_file",
    "planner.workbook.faults.fault": "Fault InputFaults",
    "planner.workbook.reader": "Reading check read_case",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used. Raises AttributeError for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return what is public."""
    return sorted(__all__)


def child_environment(**variables: str) -> dict[str, str]:
    """Return the environment of a process that runs a module of this very package, wherever it was started from."""
    root = str(Path(__file__).parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, **variables}
