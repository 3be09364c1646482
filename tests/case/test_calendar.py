"""Periods are ordinals; labels are read and written, and compared nowhere."""

import pytest

from planner.case.calendar import Calendar


@pytest.mark.parametrize(
    ("first", "months", "labels"),
    [
        ("2026Q4", 3, ("2026Q4", "2027Q1", "2027Q2")),
        ("2026M11", 1, ("2026M11", "2026M12", "2027M01")),
        ("2026", 12, ("2026", "2027", "2028")),
    ],
)
def test_labels_count_on_over_the_year(first: str, months: int, labels: tuple[str, ...]) -> None:
    calendar = Calendar.starting(first, 3, months)
    assert calendar.labels() == labels
    assert [calendar.ordinal(label) for label in labels] == [0, 1, 2]


def test_the_past_is_negative() -> None:
    calendar = Calendar.starting("2027Q1", 4)
    assert calendar.ordinal("2026Q4") == -1
    assert calendar.label(-1) == "2026Q4"
    assert calendar.year(-1) == 2026


@pytest.mark.parametrize("label", ["2027Q5", "2027Q0", "2027", "Q1 2027", "1066Q1", ""])
def test_what_is_no_label_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="is not a period label"):
        Calendar.starting("2027Q1", 4).ordinal(label)


def test_a_month_may_be_written_with_a_dash() -> None:
    assert Calendar.starting("2027M01", 4, 1).ordinal("2027-10") == 9
