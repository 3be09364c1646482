"""An answer as text: 80 columns, whatever the names of cases, cells and funds."""

import pytest

from planner.study.answers.table import Table
from planner.study.answers.text import WIDTH, answer_text


@pytest.mark.parametrize(
    "columns",
    [
        ("factor", "total of budget[A sovereign wealth fund of a large country].*", "optimum [bn USD]", "status"),
        ("question", "saves [bn USD]", "coverage in all markets of all regions together [%]", "a note of many words"),
    ],
)
def test_titles_take_as_many_lines_as_they_need(columns: tuple[str, ...]) -> None:
    rows = ((1.0, 123_456.78, 27.2, "optimal"), (2.0, 3.0, 4.0, "a text of so many words that it needs several lines"))
    text = answer_text("What more of it buys: " + "a long name " * 8, ["x " * 60], [Table("t", "T", columns, rows)])
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "123,456.78" in text
    for column in columns:
        for word in column.split():
            assert word in text
