"""One cell to one typed value, or the reason why not. Bounds are left to the row models."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime

from planner.case.calendar import Calendar, example_label
from planner.workbook.contract.allowed import bounds, unit_shown
from planner.workbook.contract.columns import Column, Type
from planner.workbook.faults import codes
from planner.workbook.faults.broken import BROKEN
from planner.workbook.faults.codes import Code
from planner.workbook.faults.fault import show
from planner.workbook.layout.blank_words import is_limit, is_none_word
from planner.workbook.layout.units_row import differs
from planner.workbook.text.currencies import other_money, plain_money
from planner.workbook.text.numerals import (
    is_dash,
    is_not_finite,
    number_amid,
    number_in,
    other_reading,
    periods_in,
    whole_number,
    without_dust,
)
from planner.workbook.text.periods import date_of_serial, label_of_date, period_hint, suggest_label
from planner.workbook.text.values import MOMENTS, Broken, Displayed, InUnit, PerCent, Value, ZeroPadded
from planner.workbook.text.words import fold, nearest, tidy, visible

LONGEST_NAME = 120
_LARGEST_SHOWN = 10.0  # 1000 %
_LARGEST_FACTOR = 2.0
_LARGEST_EVENT_FACTOR = 1.5  # an event may leave two per cent
_YES = ("yes", "true", "1")
_NO = ("no", "false", "0")
_YES_TOO = (
    *("y", "t", "oui", "ja", "j", "si", "sí", "sim", "vrai", "wahr", "x", "on", "✓", "✔", "☑"),
    *("verdadero", "verdadeiro", "vero", "waar", "evet", "doğru", "tak", "prawda", "да", "истина", "是", "はい", "예"),
)
_NO_TOO = (
    *("n", "f", "non", "nein", "não", "faux", "falsch", "off", "-", "✗", "✘", "☐"),
    *("nee", "falso", "onwaar", "hayır", "yanlış", "nie", "fałsz", "нет", "ложь", "否", "いいえ", "아니요"),
)

Note = Callable[[Code, str], None]


class RejectedCell(Exception):  # noqa: N818  named for what happened
    """A cell that cannot be read: the kind of fault and what to write instead."""

    def __init__(self, code: Code, fix: str = "", expected: str = "") -> None:
        self.code = code
        self.fix = fix
        self.expected = expected
        super().__init__(code.id)


def expectation(column: Column) -> str:
    """Return what a cell of the column holds, in a few words."""
    if column.choices:
        return "one of " + ", ".join(column.choices)
    unit = f" [{unit_shown(column)}]" if column.unit else ""
    match column.type:
        case Type.NUMBER | Type.PERCENT:
            return f"a number{unit}{bounds(column)}"
        case Type.WHOLE:
            return f"a whole number{unit}{bounds(column)}"
        case Type.PERIOD:
            return "a period"
        case Type.YES_NO:
            return "yes or no"
        case _:
            return f"a name listed in {'.'.join(column.refers_to)}" if column.refers_to else "a name"


def _out_of_bounds(number: float, column: Column) -> str:
    """Return the fix for a number that the column does not allow; empty where it does."""
    is_low = column.minimum is not None and number < column.minimum
    if is_low or (column.above is not None and number <= column.above):
        return bound_fix(column, is_too_small=True)
    return bound_fix(column, is_too_small=False) if column.maximum is not None and number > column.maximum else ""


def bound_fix(column: Column, is_too_small: bool) -> str:
    """Return a fix for a number out of the column's bounds."""
    if not is_too_small:
        return f"write at most {column.maximum:g}"
    return f"write more than {column.above:g}" if column.above is not None else f"write at least {column.minimum:g}"


def coerce(value: Value, column: Column, calendar: Calendar | None, note: Note) -> object:
    """Return the typed value of a cell that is not blank. Raises RejectedCell; lesser findings go to `note`."""
    if isinstance(value, Broken):
        if column.type is Type.TEXT and not column.required:
            note(codes.UNREAD_REMARK, "")
            return ""
        raise RejectedCell(BROKEN[value.why])
    match column.type:
        case Type.NUMBER | Type.PERCENT | Type.WHOLE:
            return _number(value, column, calendar, note)
        case Type.NAME:
            return _name(value, note)
        case Type.TEXT:
            return value.isoformat() if isinstance(value, date) else visible(str(value)).strip()
        case Type.YES_NO:
            return _yes_no(value, note)
        case Type.PERIOD:
            return _period(value, calendar)
        case Type.CHOICE:
            return _choice(value, column)
        case Type.NAMES:
            names = _names(value, note)
            return tuple(_choice(name, column) for name in names) if column.choices else names


def _number(value: Value, column: Column, calendar: Calendar | None, note: Note) -> float | int:
    if isinstance(value, bool):
        raise RejectedCell(codes.YES_NO_IN_NUMBER)
    if isinstance(value, MOMENTS):
        raise RejectedCell(codes.NOT_A_NUMBER_CELL)
    if isinstance(value, str):
        raise _text_for_number(value, column, calendar)
    assert isinstance(value, int | float)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _not_finite(column)
    if isinstance(value, PerCent) and column.unit.startswith("%"):
        stored, number = number, round(number * 100.0, 10)
        note(codes.PER_CENT_SHOWN, f"format the cell as a number and write {number:g}")
        if stored >= _LARGEST_SHOWN and column.maximum is None:
            note(codes.WIDE_RANGE, f"format the cell as a number, and write {stored:g} if {stored:g} % is meant")
        return number
    if isinstance(value, Displayed | PerCent) and number:
        displayed = value.displayed if isinstance(value, Displayed) else number * 100.0
        write = f"write {displayed:.10g} if that is meant, and " if displayed else ""
        note(codes.SHOWN_OTHERWISE, f"{write}format the cell as a plain number")
    if isinstance(value, InUnit):
        due = unit_shown(column)
        if due and differs(value.unit, due, calendar.period_months if calendar else 0):
            note(codes.UNIT_DIFFERS, f"convert it to {due} if it is in {value.unit}, and format it as a plain number")
        number = float(value)
    if column.type is Type.WHOLE:
        whole = whole_number(number)
        if whole is None:
            raise RejectedCell(codes.NOT_WHOLE, f"write {math.floor(number)} or {math.ceil(number)}")
        return whole
    number = without_dust(number, column.minimum, column.maximum)
    if column.unit.startswith("%") and _looks_like_fraction(number, column):
        note(codes.FRACTION_FOR_PERCENT, f"write {number * 100:g} if {number * 100:g} % is meant")
    return number


def _looks_like_fraction(number: float, column: Column) -> bool:
    """True below one per cent, and for factors that would leave next to nothing: 1.1 is rather 110 %.

    Where all is 100, a 1 means all too; elsewhere one per cent is a fair value.
    """
    if 0.0 < abs(number) < 1.0 or (number == 1.0 and column.default == 100.0):
        return True
    is_factor = column.unit == "%" and column.maximum is None and column.default in (None, 100.0)
    return is_factor and 1.0 < number <= (_LARGEST_FACTOR if column.default else _LARGEST_EVENT_FACTOR)


def _not_finite(column: Column) -> RejectedCell:
    return RejectedCell(codes.NOT_FINITE, "write a finite number" if column.required else "")


def _text_for_number(text: str, column: Column, calendar: Calendar | None) -> RejectedCell:
    number = number_in(visible(text))
    if is_not_finite(text) or (number is not None and not math.isfinite(number)):
        return _not_finite(column)
    money = other_money(text) if "usd" in column.unit else ""
    if money and (number is not None or number_amid(plain_money(visible(text))) is not None):
        return RejectedCell(
            codes.TEXT_IN_NUMBER, f"convert it from {money} to {unit_shown(column)}, and write the number alone"
        )
    if number is not None and text.rstrip().endswith("%") and not column.unit.startswith("%"):
        if column.unit:
            return RejectedCell(codes.TEXT_IN_NUMBER, f"write the number alone, in {unit_shown(column)}")
        return RejectedCell(codes.NUMBER_AS_TEXT, f"write {number / 100:.10g} as a number")
    if number is not None:
        out_of_bounds = _out_of_bounds(number, column)
        if out_of_bounds:
            return RejectedCell(codes.NUMBER_AS_TEXT, f"{out_of_bounds}, as a number")
        other = other_reading(visible(text))
        mark = "the comma is a decimal one" if "," in text else "the point separates thousands"
        doubt = "" if other is None else f", or {other:.15g} if {mark}"
        return RejectedCell(codes.NUMBER_AS_TEXT, f"write {number:.15g} as a number{doubt}")
    amid = number_amid(visible(text))
    if amid is not None:
        counted = periods_in(*amid, calendar.period_months) if calendar and column.unit == "periods" else None
        if counted is not None:
            return RejectedCell(codes.TEXT_IN_NUMBER, f"write {counted:g}, as many periods as {tidy(visible(text))}")
        return _number_beside_words(*amid, column)
    if text.lstrip("'‘’").startswith("="):
        fix = "format the cell as General and enter the formula again, or write its value"
        return RejectedCell(codes.TEXT_IN_NUMBER, fix)
    if is_dash(text):
        return RejectedCell(codes.TEXT_IN_NUMBER, "write 0" if column.required else "clear the cell")
    if is_none_word(text) and is_limit(column):
        return RejectedCell(codes.TEXT_IN_NUMBER, "clear the cell if there is no limit, write 0 if nothing is allowed")
    blank = "" if column.required else ", or leave the cell blank"
    return RejectedCell(codes.TEXT_IN_NUMBER, f"write a number{blank}")


def _number_beside_words(number: float, words: frozenset[str], column: Column) -> RejectedCell:
    """A number with its unit or a mark is meant as written; with other words, such as k or m, it may be another."""
    if words <= set(re.findall(r"[a-z]+", column.unit)):
        fix = _out_of_bounds(number, column)
        return RejectedCell(codes.NUMBER_AS_TEXT, f"{fix}, as a number" if fix else f"write {number:.15g} as a number")
    unit = f", in {unit_shown(column)}" if column.unit else ""
    return RejectedCell(codes.TEXT_IN_NUMBER, f"write the number alone{unit}")


def _name(value: Value, note: Note) -> str:
    if isinstance(value, MOMENTS):
        raise RejectedCell(codes.DATE_IN_TEXT)
    if not isinstance(value, str):
        return str(value).upper() if isinstance(value, bool) else _shown(value)
    seen = visible(value)
    name = tidy(seen)
    if len(seen) != len(value):
        note(codes.CONTROL_CHARACTERS, f"type {name!r} again")
    elif name == value:
        name = value  # the text that other cells share, not a copy of it
    else:
        note(codes.STRAY_SPACES, f"write {name!r}")
    if not name:
        raise RejectedCell(codes.BLANK_REQUIRED)
    if len(name) > LONGEST_NAME:
        note(codes.LONG_NAME, f"use at most {LONGEST_NAME} characters and move the rest to note")
    return name


def _shown(value: Value) -> str:
    """Return a name that is no text as it is seen: 007 where that is how the format shows a 7."""
    return value.code if isinstance(value, ZeroPadded) else show(value)


def _names(value: Value, note: Note) -> tuple[str, ...]:
    """Return the names of a list; a name on each line of a cell is a list too. Its spacing is reported once."""
    if isinstance(value, MOMENTS):
        raise RejectedCell(codes.DATE_IN_TEXT)
    lesser: dict[str, Code] = {}
    text = "; ".join(value.splitlines()).replace("；", ";") if isinstance(value, str) else _shown(value)
    parts = [part for part in text.split(";") if visible(part).strip()]
    names = tuple(_name(part.strip(" "), lambda code, fix: lesser.update({fix: code})) for part in parts)
    if not names:
        raise RejectedCell(codes.BLANK_REQUIRED)
    spaced = {codes.STRAY_SPACES, codes.CONTROL_CHARACTERS}
    remarks = spaced.intersection(lesser.values()) or ({codes.STRAY_SPACES} if text != text.strip() else set())
    for code in remarks:
        note(code, f"write {'; '.join(names)!r}")
    for fix in (fix for fix, code in lesser.items() if code not in spaced):
        note(lesser[fix], fix)
    return names


def _yes_no(value: Value, note: Note) -> bool:
    word = fold(show(value))
    if word in _YES or word in _NO:
        return word in _YES
    if word in _YES_TOO or word in _NO_TOO:
        note(codes.YES_NO_READ, "write yes" if word in _YES_TOO else "write no")
        return word in _YES_TOO
    raise RejectedCell(codes.NOT_YES_NO)


def _period(value: Value, calendar: Calendar | None) -> str:
    months = calendar.period_months if calendar else 3
    value = date_of_serial(value)
    if isinstance(value, date | datetime):
        label = suggest_label(label_of_date(value, months), months)
        raise RejectedCell(codes.BAD_PERIOD_CELL, f"write {label} as text" if label else period_hint("", months))
    text = tidy(visible(show(value)))
    if calendar is None:
        return text
    try:
        return calendar.label(calendar.ordinal(text))
    except ValueError:
        expected = f"a period such as {example_label(months)}"
        raise RejectedCell(codes.BAD_PERIOD_CELL, period_hint(text, months), expected) from None


def _choice(value: Value, column: Column) -> str:
    word = _plain(show(value))
    for choice in column.choices:
        if word == _plain(choice):
            return choice
    near = nearest(show(value), column.choices, cutoff=0.6)
    raise RejectedCell(codes.NOT_A_CHOICE, f"write {near}" if near else f"write one of {', '.join(column.choices)}")


def _plain(text: str) -> str:
    return fold(visible(text)).replace(" ", "_").replace("-", "_")
