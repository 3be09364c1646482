"""A case guards itself, whoever built it: all problems are reported at once, before a model is built."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.case.checks import CaseProblems, Severity, check, require_sound
from planner.case.checks.codes import CODES
from planner.model.build import build
from planner.shape.shape import Shape
from planner.workbook.faults.codes import CODES as WORKBOOK_CODES
from planner.workbook.reader import read_workbook
from tests.benchmarks.generate import LARGEST, Size, generate
from tests.case.checks.cases import all_of, with_record
from tests.cases import tiny

ROOT = Path(__file__).parents[3]
WORKBOOKS = sorted([*(ROOT / "inputs").glob("*.xlsx"), *(ROOT / "examples").glob("*/*case.xlsx")])


def errors(case: object) -> list[str]:
    return [str(problem) for problem in check(case) if problem.is_error]  # type: ignore[arg-type]


def test_the_tiny_case_has_no_problem() -> None:
    assert check(tiny()) == ()
    require_sound(tiny())


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_workbook_without_errors_gives_a_case_without_errors(path: Path) -> None:
    case = read_workbook(path).case
    assert case is not None
    assert errors(case) == []


@pytest.mark.parametrize("size", [Size(), Size(sites=4, nodes=3, periods=8, products=2, markets=2), LARGEST])
def test_generated_cases_have_no_error(size: Size) -> None:
    assert errors(generate(size)) == []


def test_a_model_of_a_case_with_errors_is_not_built_and_all_of_them_are_named() -> None:
    change = all_of(with_record("sites", "A", region="heer"), with_record("funds", "purse", budget_usd_bn=(1.0,)))
    with pytest.raises(CaseProblems) as caught:
        build(Shape(change(tiny())))
    assert [(one.code, str(one.record), one.field) for one in caught.value.problems] == [
        ("E308", "funds['purse']", "budget_usd_bn"),
        ("E601", "sites['A']", "region"),
    ]
    assert str(caught.value).splitlines() == [
        "the case has 2 errors:",
        "  error E308 funds['purse'] budget_usd_bn: a series that does not have one value for each period, "
        "found 1 values, expected 4 values, one for each period; give 4 values, one for each period",
        "  error E601 sites['A'] region: an unknown name, found 'heer', expected a name in regions; "
        "did you mean 'here'?",
    ]


def test_warnings_do_not_stop_a_model() -> None:
    case = with_record("pairs", ("A", "N3"), ramp=(1.0, 0.9))(tiny())
    assert [one.severity for one in check(case)] == [Severity.WARNING]
    build(Shape(case))


def test_a_case_in_which_nothing_is_right_is_reported_not_raised() -> None:
    case = replace(tiny(), sites={}, nodes={}, regions={}, products={}, markets={}, funds={}, scenarios=())
    assert "E206" in {one.code for one in check(case)}


@pytest.mark.parametrize("code", CODES)
def test_codes_are_those_of_the_workbook(code: str) -> None:
    assert code in WORKBOOK_CODES or code.startswith("E8")
