"""Money in another currency is named wherever a workbook says so, and never only renamed or retyped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.workbook.contract.schema import SHEETS
from planner.workbook.file.number_formats import unit_of_format
from planner.workbook.layout.banner import unit_above
from planner.workbook.read.title_units import other_unit
from planner.workbook.reader import read_workbook
from planner.workbook.text.currencies import other_money, plain_money
from tests.workbook.books import save, sound
from tests.workbook.test_kinds import told

COLUMNS = [column for kind in SHEETS for column in kind.columns()]
MONEY = [
    ("bn yen", "bn jpy", "JPY"),
    ("億円", "oku jpy", "JPY"),
    ("亿元", "oku cny", "CNY"),
    ("₩ trn", "krw trn", "KRW"),
    ("NT$ bn", "twd bn", "TWD"),
    ("S$ m", "sgd m", "SGD"),
    ("INR crore", "inr crore", "INR"),
    ("US$ bn", "usd bn", ""),
    ("kwspm", "kwspm", ""),
    ("Norway", "norway", ""),
    ("tools", "tools", ""),
]
UNITS = ["bn yen", "億円", "₩ bn", "NT$ bn", "CHF bn", "SGD bn", "KRW trn", "INR crore", "亿元", "€ bn", "RMB bn"]
FORMATS = {
    "[$₩-412]#,##0": "₩",
    "[$NT$-404]#,##0.0": "NT$",
    "[$₹-4009]#,##0.0": "₹",
    '#,##0" bn yen"': "bn yen",
    '[$US$-409] #,##0.0_ ;"$"0': "",
    '"$"#,##0.0': "",
}
TEXTS = {"€4": "EUR", "¥600bn": "JPY", "4 KRW": "KRW", "JPY 4 bn": "JPY", "NT$1.2": "TWD", "4,5 €": "EUR"}
Change = Callable[[dict[str, list[list[Any]]]], None]


@pytest.mark.parametrize(("text", "plain", "code"), MONEY)
def test_currencies_and_scales_have_one_word_each(text: str, plain: str, code: str) -> None:
    assert (plain_money(text), other_money(text)) == (plain, code)


@pytest.mark.parametrize("unit", UNITS)
def test_a_title_in_another_currency_asks_for_other_values(unit: str) -> None:
    found = other_unit(f"Phase capex [{unit}]", COLUMNS)
    assert found is not None
    assert found[1].startswith("convert its values to USD bn and write 'Phase capex [USD bn]'; ")


@pytest.mark.parametrize("unit", UNITS)
def test_another_currency_above_a_table_is_a_unit(unit: str) -> None:
    assert unit_above(f"All figures in {unit}") == unit


@pytest.mark.parametrize(("form", "unit"), FORMATS.items())
def test_the_sign_of_another_currency_in_a_format_is_a_unit(form: str, unit: str) -> None:
    assert unit_of_format(form) == unit


@pytest.mark.parametrize(("text", "code"), TEXTS.items())
def test_an_amount_typed_in_another_currency_is_not_only_to_be_typed_as_a_number(
    tmp_path: Path, text: str, code: str
) -> None:
    sheets = sound()
    sheets["nodes"][1][3] = text
    (fault,) = read_workbook(save(tmp_path / "case.xlsx", sheets)).faults
    assert (fault.code, fault.fix) == ("E401", f"convert it from {code} to USD bn, and write the number alone")


def test_an_amount_typed_in_dollars_is_only_to_be_typed_as_a_number(tmp_path: Path) -> None:
    sheets = sound()
    sheets["nodes"][1][3] = "$4"
    (fault,) = read_workbook(save(tmp_path / "case.xlsx", sheets)).faults
    assert (fault.code, fault.fix) == ("E402", "write 4 as a number")


def setting(value: str) -> Change:
    return lambda sheets: sheets["settings"].append(["currency", value])


def column(value: str) -> Change:
    def change(sheets: dict[str, list[list[Any]]]) -> None:
        sheets["budget"][0].append("currency")
        sheets["budget"][1].append(value)

    return change


@pytest.mark.parametrize(
    ("change", "code", "end"),
    [
        (setting("EUR"), "W722", "convert all money to USD if it is in EUR, then delete this row"),
        (column("JPY bn"), "W303", "convert the money of this row to USD if it is in JPY bn, then clear this cell"),
    ],
)
def test_a_setting_or_column_for_the_currency_is_compared(tmp_path: Path, change: Change, code: str, end: str) -> None:
    sheets = sound()
    change(sheets)
    reading = read_workbook(save(tmp_path / "case.xlsx", sheets))
    assert sorted(fault.code for fault in reading.faults) == sorted((code, "W521"))
    assert next(fault.fix for fault in reading.faults if fault.code == "W521") == end


@pytest.mark.parametrize(("change", "code"), [(setting("USD"), "W722"), (column("USD"), "W303")])
def test_dollars_are_not(tmp_path: Path, change: Change, code: str) -> None:
    sheets = sound()
    change(sheets)
    assert [one for one, _ in told(read_workbook(save(tmp_path / "case.xlsx", sheets)))] == [code]


def test_a_sheet_named_with_another_currency_is_not_only_to_be_renamed(tmp_path: Path) -> None:
    sheets = sound()
    sheets["budget (JPY bn)"] = sheets.pop("budget")
    (fault,) = read_workbook(save(tmp_path / "case.xlsx", sheets)).faults
    assert (fault.code, fault.fix) == ("E202", "rename the sheet to budget, and convert its money from JPY to USD")
