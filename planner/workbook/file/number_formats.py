"""Number formats: which cells show another number than they store, or a code with leading zeros, and what they show.

A format has up to four sections: for numbers above, below and at zero, or as conditions in brackets say, and for text.
A comma behind the last digit divides what is shown by a thousand, a percent sign multiplies it by a hundred.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

from planner.workbook.layout.units_row import is_unit
from planner.workbook.text.numerals import number_in
from planner.workbook.text.values import Displayed, ZeroPadded

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]|(?P<next>;)'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?,]*)?|\.[0#?][0#?,]*)|(?P<general>General)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DIGITS_BEFORE = re.compile(r"\d[.,'’]?$")
_DIGITS_AFTER = re.compile(r"[.,'’]?\d|[\s ]000")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne}
_BY_SIGN: Mapping[int, tuple[Callable[[float], bool], ...]] = {
    1: (lambda number: True,),
    2: (lambda number: number >= 0, lambda number: True),
    3: (lambda number: number > 0, lambda number: number < 0, lambda number: True),
}
_UNREADABLE = frozenset("@dmyhsegb/")  # text, dates, times, fractions and powers are shown in ways of their own


@dataclass(frozen=True, slots=True)
class _Section:
    """How a section shows a number: texts around the digits, decimals and thousands of what is shown."""

    before: str
    after: str
    digits: str
    percent_signs: int
    has_sign: bool
    """Whether the sign is for the section to show: those of numbers below zero leave it out."""
    applies: Callable[[float], bool]
    is_for_zero: bool
    is_plain: bool
    """Whether it shows anything but a number with its digits in one piece: text, a date, a power."""

    @property
    def thousands(self) -> int:
        """How often a number is divided by a thousand before it is shown."""
        whole, _, decimals = self.digits.partition(".")
        return (len(whole) - len(whole.rstrip(","))) + (len(decimals) - len(decimals.rstrip(",")))

    @property
    def factor(self) -> float:
        """What a number is multiplied by before it is shown; 0 where none is shown."""
        if not self.digits and not self.is_plain:
            return 0.0
        return 100.0**self.percent_signs / 1000.0**self.thousands

    @property
    def adds_digits(self) -> bool:
        """Whether it shows digits of its own beside those of the number, as 0",000" does."""
        beside = _DIGITS_BEFORE.search(self.before) or _DIGITS_AFTER.match(self.after)
        return bool(self.digits) and beside is not None

    @property
    def width(self) -> int:
        """The digits that a whole number has at least."""
        return self.digits.count("0") if "." not in self.digits else 0

    def text(self, number: float) -> str:
        """Return what a cell shows."""
        if not self.digits:
            return self.before + self.after
        shown = abs(number) * self.factor
        whole, _, decimals = self.digits.partition(".")
        places = len(decimals.rstrip(","))
        grouping = "," if "," in whole.rstrip(",") else ""
        digits = f"{shown:{grouping}.{places}f}"
        if self.width > 1 and not grouping:
            digits = digits.zfill(self.width)
        return f"{'-' if number < 0 and self.has_sign else ''}{self.before}{digits}{self.after}".strip()


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The sections of a format of which one shows something else than the number that is stored."""

    sections: tuple[_Section, ...]

    def read(self, number: int | float) -> int | float:
        """Return a number, with what its cell shows where that is another one or a code with leading zeros."""
        section = next((section for section in self.sections if section.applies(number)), None)
        if section is None or not number:
            return number
        if section.factor != 1.0:
            return Displayed(number, section.text(number), number * section.factor)
        if section.adds_digits:
            return Displayed(number, section.text(number), number_in(section.text(number)) or 0.0)
        if isinstance(number, int) and section.width > 1 and "," not in section.digits:
            return ZeroPadded(number, section.text(number))
        return number


def odd_formats(book: Any) -> dict[int, NumberFormat]:
    """Return the formats that may show something else than what is stored, by cell style."""
    odd = {form: number_format(form) for form in set(_forms(book))}
    return {at: known for at, form in enumerate(_forms(book)) if (known := odd[form]) is not None}


def format_units(book: Any) -> dict[int, str]:
    """Return the units that formats show beside numbers, but for US dollars, by cell style."""
    units = {form: unit_of_format(form) for form in set(_forms(book))}
    return {at: units[form] for at, form in enumerate(_forms(book)) if units[form]}


def unit_of_format(form: str) -> str:
    """Return the unit that a format shows, such as that of 0.0" EUR bn"; empty for none and for US dollars."""
    first = next(iter(_sections(form)))
    text = f"{first.before.strip()} {first.after.strip()}".strip()
    return text if text.upper() not in ("", "$", "US$", "USD") and text.isprintable() and is_unit(text) else ""


def _forms(book: Any) -> list[str]:
    """Return the number format of each cell style."""
    own = dict(enumerate(book._number_formats, start=BUILTIN_FORMATS_MAX_SIZE))
    return [own.get(style.numFmtId) or BUILTIN_FORMATS.get(style.numFmtId, "") for style in book._cell_styles]


def number_format(form: str) -> NumberFormat | None:
    """Return a format that may show something else than what is stored; nothing for all others."""
    sections = _sections(form)
    is_odd = any(
        section.factor != 1.0 or section.width > 1 or section.adds_digits
        for section in sections
        if not section.is_for_zero
    )
    return NumberFormat(sections) if is_odd else None


def _sections(form: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(form):
        if token["next"]:
            parts.append([])
        else:
            parts[-1].append(token)
    numeric = parts[:3]
    return tuple(_section(part, at, len(numeric)) for at, part in enumerate(numeric))


def _section(tokens: list[re.Match[str]], at: int, count: int) -> _Section:
    before, after, digits, percent_signs = "", "", "", 0
    applies, has_sign, is_for_zero, is_plain = _BY_SIGN[count][at], at == 0, at == 2, False
    for token in tokens:
        condition = _CONDITION.fullmatch(token["bracket"] or "")
        if condition is not None:
            applies, has_sign, is_for_zero = _by(condition), True, False
        elif token["digits"] and not digits:
            digits = token["digits"]
        else:
            is_plain = is_plain or bool(token["general"] or token["digits"]) or _is_own(token["other"])
            percent_signs += token["other"] == "%"
            text = token["quoted"] or token["escaped"] or token["currency"] or token["other"] or ""
            before, after = (before, after + text) if digits else (before + text, after)
    is_plain = is_plain or (not tokens and count == 1)
    return _Section(before, after, "" if is_plain else digits, percent_signs, has_sign, applies, is_for_zero, is_plain)


def _is_own(character: str | None) -> bool:
    return character is not None and character.lower() in _UNREADABLE


def _by(condition: re.Match[str]) -> Callable[[float], bool]:
    compare, limit = _COMPARE[condition[1]], float(condition[2])
    return lambda number: compare(number, limit)
