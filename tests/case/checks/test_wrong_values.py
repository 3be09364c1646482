"""Whatever stands in a field is reported and stops no check: every field of every record, with many wrong values."""

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from planner.case.checks import check
from planner.case.records import Case
from planner.workbook.reader import read_case
from tests.workbook.books import save
from tests.workbook.rich import rich

WRONG: tuple[Any, ...] = (None, "x", -7, 1e9, math.nan, math.inf, True, (), ("x",), [None], object(), {})


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A case in which every list has records."""
    return read_case(save(tmp_path_factory.mktemp("rich") / "rich.xlsx", rich()))


def changed(record: Any, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the record with the value in one field, for every field."""
    for one in fields(record):
        yield one.name, replace(record, **{one.name: value})


def cases(case: Case, value: Any) -> Iterator[tuple[str, Case]]:
    """Yield the case with the value in one field of its settings, its calendar, or the first record of every list."""
    for one in fields(case):
        of_field: Any = getattr(case, one.name)
        wrong: Iterator[tuple[str, Any]]
        if isinstance(of_field, dict):
            key, first = next(iter(of_field.items()))
            wrong = ((name, {**of_field, key: record}) for name, record in changed(first, value))
        elif isinstance(of_field, tuple):
            wrong = ((name, (record, *of_field[1:])) for name, record in changed(of_field[0], value))
        else:
            wrong = changed(of_field, value)
        for name, found in wrong:
            whole: dict[str, Any] = {one.name: found}
            yield f"{one.name}.{name}", replace(case, **whole)


@pytest.mark.parametrize("value", WRONG, ids=[f"{number} {type(value).__name__}" for number, value in enumerate(WRONG)])
def test_a_wrong_value_is_reported_and_stops_no_check(case: Case, value: Any) -> None:
    failed = {}
    errors = 0
    for where, wrong in cases(case, value):
        try:
            errors += any(problem.is_error for problem in check(wrong))
        except Exception as error:  # any error at all is the fault of a check
            failed[where] = repr(error)
    assert failed == {}
    assert errors > 10


@pytest.mark.parametrize("value", [1e-320, 1e308])
def test_the_smallest_and_the_largest_number_stop_no_check(case: Case, value: float) -> None:
    for where, extreme in cases(case, value):
        try:
            list(check(extreme))
        except Exception as error:
            raise AssertionError(where) from error
