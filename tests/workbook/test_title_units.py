"""A title in another unit says so, and never asks for a new title without new values."""

from pathlib import Path

import pytest

from planner.workbook.contract.schema import SHEETS
from planner.workbook.read.title_units import other_unit, unit_fix
from planner.workbook.reader import read_workbook
from tests.workbook.books import save, sound
from tests.workbook.test_kinds import both, put, told

COLUMNS = [column for kind in SHEETS for column in kind.columns()]
OTHER = [
    ("Phase capex [USD m]", "Phase capex [USD bn]", "divide its values by 1000"),
    ("phase_capex_usd_mn", "Phase capex [USD bn]", "divide its values by 1000"),
    ("Phase Capex, USD million", "Phase capex [USD bn]", "divide its values by 1000"),
    ("Phase capex (EUR bn)", "Phase capex [USD bn]", "convert its values to USD bn"),
    ("phase_wspm", "Phase size [kwspm]", "divide its values by 1000"),
    ("Opening cost [kUSD]", "Opening cost [USD bn]", "divide its values by 1000000"),
    ("power_limit_gw", "Power limit [MW]", "multiply its values by 1000"),
    ("Power per phase [kW]", "Power per phase [MW]", "divide its values by 1000"),
    ("Power price [USD/MWh]", "Power price [USD/kWh]", "divide its values by 1000"),
    ("Power price (ct/kWh)", "Power price [USD/kWh]", "divide its values by 100"),
    ("Die area [cm2]", "Die area [mm2]", "multiply its values by 100"),
    ("Wafer cost [USD k]", "Wafer cost [USD]", "multiply its values by 1000"),
    ("Lead time [months]", "Lead time [periods]", "convert its values to periods"),
    ("Utilisation [fraction]", "Utilisation [%]", "multiply its values by 100"),
    ("Max [packages a period]", "Max [kunits a period]", "divide its values by 1000"),
]
SAME = [
    *("Phase capex (bn USD)", "Phase capex [$bn]", "Phase capex [USD bn, real 2026]", "Phase capex [2026]"),
    *("Phase size", "shell_share", "Shell share [pct]", "Power price ($/kWh)", "colour", "Die area [mm²]"),
]


@pytest.mark.parametrize(("text", "title", "change"), OTHER)
def test_a_title_in_another_unit_asks_for_other_values_too(text: str, title: str, change: str) -> None:
    found = other_unit(text, COLUMNS)
    assert found is not None
    column, fix = found
    assert column.title == title
    assert fix.startswith(f"{change} and write {title!r}; ")


@pytest.mark.parametrize("text", SAME)
def test_a_title_in_the_same_unit_or_without_one_does_not(text: str) -> None:
    assert other_unit(text, COLUMNS) is None


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.id)
def test_no_title_of_the_planner_is_in_another_unit_than_itself(column) -> None:  # type: ignore[no-untyped-def]
    assert unit_fix(column.title, column) is None
    assert unit_fix(column.id, column) is None


def test_a_required_column_in_another_unit_is_an_error_and_an_optional_one_is_not_read(tmp_path: Path) -> None:
    sheets = sound()
    both(put("nodes", 1, 4, "Phase capex [USD m]"), put("sites", 1, 5, "Opening cost [USD m]"))(sheets)
    sheets["sites"][1].append(200)
    reading = read_workbook(save(tmp_path / "titles.xlsx", sheets))
    assert told(reading) == [("E331", "nodes!D1"), ("W332", "sites!E1")]
    assert [fault.fix.partition(" and ")[0] for fault in reading.faults] == ["divide its values by 1000"] * 2


@pytest.mark.parametrize(
    ("unit", "fix"),
    [
        (" [USD m]", "write 2027Q1, and divide its values by 1000"),
        (" (EUR bn)", "write 2027Q1, and convert its values to USD bn"),
        (" [USD bn]", "write 2027Q1"),
    ],
)
def test_a_period_in_another_unit_is_not_only_renamed(tmp_path: Path, unit: str, fix: str) -> None:
    sheets = sound()
    put("budget", 1, 2, f"2027Q1{unit}")(sheets)
    (fault,) = read_workbook(save(tmp_path / "periods.xlsx", sheets)).faults
    assert (fault.code, fault.cell, fault.fix) == ("E307", "budget!B1", fix)


def test_a_setting_in_another_unit_is_not_only_renamed(tmp_path: Path) -> None:
    sheets = sound()
    sheets["settings"].append(["change_price_usd_m_per_phase", 500])
    (fault,) = read_workbook(save(tmp_path / "settings.xlsx", sheets)).faults
    assert fault.code == "W722"
    assert fault.fix.startswith("divide its values by 1000 and write 'Change price [USD bn per phase]'")


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1.200", "write 1.2 as a number, or 1200 if the point separates thousands"),
        ("1,200", "write 1200 as a number, or 1.2 if the comma is a decimal one"),
        ("-12.345", "write at least 0, as a number"),
        ("0.125", "write 0.125 as a number"),
        ("1.200.000", "write 1200000 as a number"),
        ("12.5", "write 12.5 as a number"),
    ],
)
def test_a_number_as_text_with_two_readings_gives_both(tmp_path: Path, text: str, fix: str) -> None:
    sheets = sound()
    put("demand", 2, 3, text)(sheets)
    (fault,) = read_workbook(save(tmp_path / "text.xlsx", sheets)).faults
    assert fault.fix == fix
