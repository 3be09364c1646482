"""How old figures are, by the newest date in their source, and what the first decisions rest on."""

import json
from datetime import date
from pathlib import Path

import pytest

from planner.plan.records import Schedule, Start
from planner.study.sensitivity.age import Ages, Dated, ages_of, newest_date
from planner.study.sensitivity.decisions import first_decisions
from planner.workbook.case_file import read_case_file
from tests.cli.commands import STARTER, planner

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("source", "newest"),
    [
        ("TSMC call, 16 Jul 2026; before: Mar 2025; confidence M", date(2026, 7, 16)),
        ("IBS Dec 2023", date(2023, 12, 31)),
        ("Reuters 2026-02-23, 80 tools in 2027", date(2026, 2, 23)),
        ("press 2024", date(2024, 12, 31)),
        ("press 2025-26", TODAY),  # this year's last day is still to come
        ("ready about 2029, starts FY2027H2", None),
        ("opening in Sept 2027; estimate", None),
        ("31 Feb 2025 is no day, its year is one", date(2025, 12, 31)),
        ("assumption; confidence L", None),
    ],
)
def test_the_newest_date_of_a_source(source: str, newest: date | None) -> None:
    assert newest_date(source, TODAY) == newest


def test_a_year_is_365_days_and_the_oldest_come_first() -> None:
    def row(newest: date | None) -> Dated:
        return Dated("nodes", "nodes!T2", "N3", newest, "", "")

    rows = (row(date(2025, 11, 30)), row(date(2025, 11, 29)), row(date(2023, 1, 1)), row(None))
    ages = Ages(TODAY, rows)
    assert ages.old == (rows[2], rows[1])
    assert ages.undated == (rows[3],)


def test_rows_are_named_with_the_cell_of_their_source() -> None:
    tables = read_case_file(STARTER).tables
    assert tables is not None
    ages = ages_of(tables, TODAY)
    found = {(row.sheet, row.about): row for row in ages.rows}
    assert found["sites", "Kaohsiung"].cell.startswith("sites!")
    assert found["sites", "Kaohsiung"].confidence in ("low", "medium", "high")


def test_a_first_decision_rests_on_rows_about_its_site_its_node_and_its_products() -> None:
    file = read_case_file(STARTER)
    assert file.tables is not None
    schedule = Schedule(starts=(Start("Kaohsiung", "N3", 1, 2), Start("Kaohsiung", "N3", 9, 1)))
    (decision,) = first_decisions(file.tables, file.case, schedule)
    assert (decision.site, decision.node, decision.count) == ("Kaohsiung", "N3", 2)
    sheets = {sheet for sheet, _, _ in decision.rests_on}
    assert {"site_nodes", "nodes"} & sheets
    assert all("Phoenix" not in key for _, _, key in decision.rests_on)


def test_the_command_prints_ages_and_gives_them_as_json(tmp_path: Path) -> None:
    text = planner("check", STARTER, "--age", folder=tmp_path)
    assert text.code == 0
    assert "Age of figures on " in text.out
    record = planner("check", STARTER, "--age", "--json", folder=tmp_path).answer["age"]
    assert record["rows"] > 0
    assert record["first_year"] is None
    assert json.dumps(record["older_than_a_year"])
    refused = planner("check", STARTER, "--plan", "plan.xlsx", folder=tmp_path)
    assert refused.code == 2
    assert "--plan needs --age" in refused.err
