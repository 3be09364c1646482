"""Tables as CSV: tidy, exact, without formulas, whole or not at all. And a plan workbook read without its case."""

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from planner.report.contract import tidy_csv
from planner.report.contract.tables import plan_tables
from planner.report.contract.tidy_csv import neutral, write_csv
from planner.report.excel.workbook import write_plan
from planner.report.readback.tables import read_tables
from planner.workbook.faults.fault import InputFaults
from tests.report.plans import renamed, three_sites, three_sites_plan


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


TABLES = plan_tables(three_sites(), three_sites_plan())


def test_a_plan_workbook_is_read_back_to_the_same_tables_without_its_case(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", three_sites(), three_sites_plan())
    found = read_tables(tmp_path / "plan.xlsx")
    assert list(found) == list(TABLES)
    for name, table in TABLES.items():
        assert found[name].values.tolist() == table.values.tolist(), name
        assert list(found[name].columns) == list(table.columns)


def test_a_wrong_cell_is_reported_with_its_address(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", three_sites(), three_sites_plan())
    book = load_workbook(tmp_path / "plan.xlsx")
    book["locks"]["F2"] = 1.5
    book["draws"]["E3"] = "many"
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(InputFaults) as raised:
        read_tables(tmp_path / "plan.xlsx")
    assert [str(fault.cell) for fault in raised.value.faults] == ["locks!F2", "draws!E3"]


def test_every_table_is_a_file_with_a_header_and_every_digit(tmp_path: Path) -> None:
    write_csv(tmp_path / "out", TABLES)
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(TABLES)
    for name, table in TABLES.items():
        rows = _rows(tmp_path / "out" / f"{name}.csv")
        assert rows[0] == list(table.columns)
        assert rows[1:] == [[str(value) for value in row] for row in table.values.tolist()]
    assert float(dict(_rows(tmp_path / "out" / "run.csv"))["seconds_solve"]) == 12.300000000000001


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_is_never_a_formula_and_a_number_always_a_number(tmp_path: Path, text: str) -> None:
    case = renamed(three_sites(), text)
    tables = plan_tables(case, replace(three_sites_plan(), run={"message": text, "delta": -1.5}))
    write_csv(tmp_path / "out", tables)
    summary = pd.read_csv(tmp_path / "out" / "summary.csv", dtype=str, keep_default_na=False)
    assert summary["value"][0].startswith("'")
    run = dict(_rows(tmp_path / "out" / "run.csv"))
    assert run["message"] == f"'{text}"
    assert run["delta"] == "-1.5"


def test_plain_text_stays_as_it_is() -> None:
    assert [neutral(value) for value in ("a=1", "N3", "", -1.0, 0)] == ["a=1", "N3", "", -1.0, 0]


def test_a_folder_of_earlier_tables_is_replaced_whole(tmp_path: Path) -> None:
    write_csv(tmp_path / "out", TABLES)
    (tmp_path / "out" / "starts.csv").write_text("of yesterday")
    write_csv(tmp_path / "out", TABLES)
    assert (tmp_path / "out" / "starts.csv").read_text().startswith("site,node,period,phases\n")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(FileExistsError):
        write_csv(tmp_path / "out", TABLES)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "thesis.docx"]


def test_a_failed_write_leaves_the_earlier_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path / "out", {"starts": TABLES["starts"]})

    def fail(path: Path, _: pd.DataFrame) -> None:
        path.write_text("half a")
        raise OSError("disk full")

    monkeypatch.setattr(tidy_csv, "_write", fail)
    with pytest.raises(OSError, match="disk full"):
        write_csv(tmp_path / "out", TABLES)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "starts.csv"]
    assert (tmp_path / "out" / "starts.csv").read_text().startswith("site,node")
