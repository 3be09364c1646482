"""Plans side by side, as the lines of their page."""

from planner.web.pages.compare import _by_name, _by_year
from planner.web.pages.page import number


def test_years_stand_in_order_and_a_plan_is_silent_on_those_it_does_not_reach() -> None:
    lines = _by_year([{"2027": 90.0, "2028": 80.0}, {"2026": 70.0, "2027": 95.0}])
    assert [line.title for line in lines] == ["2026", "2027", "2028"]
    assert [cell.value for cell in lines[0].cells] == [None, 70.0]
    assert lines[0].cells[1].difference is None
    assert (lines[1].cells[1].difference, lines[1].cells[1].tone) == (5.0, "better")
    assert lines[2].cells[1].value is None


def test_names_stand_where_the_plans_differ_most_and_what_is_absent_is_zero() -> None:
    lines = _by_name([{"a": 1.0, "b": 2.0}, {"a": 1.0, "c": 5.0}], 0)
    assert [line.title for line in lines] == ["c", "b", "a"]
    assert [cell.value for cell in lines[0].cells] == [0.0, 5.0]


def test_zero_has_no_sign() -> None:
    assert number(-0.01, 1) == "0.0"
    assert number(-1234.5, 1) == "-1,234.5"
    assert number(None) == "–"
