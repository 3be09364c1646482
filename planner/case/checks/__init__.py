"""Checks of a case: the same ones whoever built it, a workbook, a generator or a script.

`check(case)` returns every problem with its record, field and fix. Building a model calls `require_sound(case)`.
"""

from planner.case.checks.every import check, require_sound
from planner.case.checks.problem import CaseProblems, Problem, Ref, Severity

__all__ = ["CaseProblems", "Problem", "Ref", "Severity", "check", "require_sound"]
